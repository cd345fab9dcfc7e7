/**
 * The state of the room: `state = reduce(snapshot, events)`, one slice for each stream.
 *
 * A noun's file adds its part of a slice to the interfaces below, registers how the part begins and
 * one pure reducer for each event. Nothing here knows any noun, and nothing here needs a browser.
 */

import { batch, type Signal, signal } from "@preact/signals";
import type { Whispers } from "./wire.gen.ts";
import {
  type Entrance,
  type EventFrame,
  type EventName,
  type Heads,
  type Heard,
  isEvent,
  type Stream,
  type StreamFrame,
  type WhisperName,
} from "./wire.ts";

/* Each noun's file merges its parts into these. */
export interface RoomSlice {}
export interface StaffSlice {}
export interface MeSlice {}
/** What is whispered and may be lost: never part of a slice, never compared with the server's. */
export interface Asides {}

export interface Slices {
  room: RoomSlice;
  staff: StaffSlice;
  me: MeSlice;
}

type Reducer = (slice: never, event: never) => unknown;
type WhisperReducer = (asides: Asides, data: never) => Asides;
type Entering = (asides: Asides, entrance: Entrance) => Asides;

const beginnings = { room: {}, staff: {}, me: {} } as Slices;
const reducers = new Map<string, Reducer>();
const whisperReducers = new Map<string, WhisperReducer>();
const entering: Entering[] = [];

/** Register how a part of a slice looks before any event. */
export function begins<S extends Stream, P extends keyof Slices[S] & string>(
  stream: S,
  part: P,
  value: Slices[S][P],
): void {
  beginnings[stream][part] = value;
}

/** Register the pure reducer of one event of one stream. */
export function reduces<S extends Stream, N extends EventName<S>>(
  stream: S,
  name: N,
  reducer: (slice: Slices[S], event: Heard<S, N>) => Slices[S],
): void {
  reducers.set(`${stream} ${name}`, reducer as Reducer);
}

/** Register what a whisper does to the asides. */
export function hears<N extends WhisperName>(
  name: N,
  reducer: (asides: Asides, data: Whispers[N]) => Asides,
): void {
  whisperReducers.set(name, reducer as WhisperReducer);
}

/** Register what the asides take from the reply to entering. */
export function enters(reducer: Entering): void {
  entering.push(reducer);
}

/** List the events that have a reducer, as [stream, name]. */
export function reduced(): [string, string][] {
  return [...reducers.keys()].sort().map((key) => key.split(" ") as [string, string]);
}

/** Apply one event to its slice; a name from a newer server than this page leaves it as it is. */
export function reduce<T>(slice: T, event: EventFrame): T {
  const reducer = reducers.get(`${event.stream} ${event.name}`);
  return reducer ? (reducer(slice as never, event as never) as T) : slice;
}

/** Apply events to those slices that are there. */
export function replay(slices: Record<string, unknown>, events: EventFrame[]): typeof slices {
  const after = { ...slices };
  for (const event of events) {
    if (after[event.stream]) {
      after[event.stream] = reduce(after[event.stream], event);
    }
  }
  return after;
}

type Listener = (event: EventFrame) => void;

/** The most that waits behind a hole; past that the fetch brings it again anyway. */
const MOST_AHEAD = 1000;

/** What this client knows of one room, and up to which number of each stream. */
export class Store {
  readonly room: Signal<RoomSlice>;
  readonly staff: Signal<StaffSlice>;
  readonly me: Signal<MeSlice>;
  readonly asides = signal({} as Asides);
  /** False until the first snapshot or page of events: what is shown before is not yet the room. */
  readonly isReady = signal(false);

  private last = new Map<string, number>();
  private ahead = new Map<string, Map<number, EventFrame>>();
  private listeners: Listener[] = [];

  constructor() {
    this.room = signal({ ...beginnings.room });
    this.staff = signal({ ...beginnings.staff });
    this.me = signal({ ...beginnings.me });
  }

  /** Call the listener for each event that reached a room already on the page, not for snapshots. */
  onHeard(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Return the last number of each stream, as `seen` on the wire. */
  seen(): Heads {
    return Object.fromEntries(this.last);
  }

  /** Take the answer to entering: snapshots replace slices, events follow, lost streams go. */
  enter(entrance: Entrance): void {
    const isNews = this.isReady.value && !entrance.snapshot;
    const fresh = batch(() => {
      this.forgetStreamsOutside(entrance.as_of);
      for (const [stream, slice] of Object.entries(entrance.snapshot ?? {})) {
        this.replace(stream, slice, entrance);
      }
      const fresh = this.take(entrance.events ?? []);
      if (!entrance.more) {
        this.settle(entrance.as_of);
      }
      this.asides.value = entering.reduce((asides, into) => into(asides, entrance), this.asides.value);
      this.isReady.value = true;
      return fresh;
    });
    this.tell(isNews ? fresh : []);
  }

  /** Take what the socket brought, in one redraw; return the streams that have a hole now. */
  hear(frames: StreamFrame[]): Set<string> {
    const fresh = batch(() => {
      for (const frame of frames.filter((frame) => !isEvent(frame))) {
        const reducer = whisperReducers.get(frame.name);
        if (reducer) {
          this.asides.value = reducer(this.asides.value, frame.data as never);
        }
      }
      return this.take(frames.filter(isEvent));
    });
    this.tell(fresh);
    return this.holes();
  }

  /** Return the streams in which something later has come than what is next. */
  holes(): Set<string> {
    return new Set([...this.ahead].filter(([, events]) => events.size > 0).map(([name]) => name));
  }

  /** Return the streams whose head, as a heartbeat tells it, is further than we are. */
  behind(heads: Heads): string[] {
    return Object.entries(heads)
      .filter(([stream, head]) => (head ?? 0) > (this.last.get(stream) ?? 0))
      .map(([stream]) => stream);
  }

  private tell(events: EventFrame[]): void {
    for (const event of events) {
      for (const listener of this.listeners) {
        listener(event);
      }
    }
  }

  private slice(stream: string): Signal<unknown> | undefined {
    const slices: Record<string, Signal<unknown>> = {
      room: this.room,
      staff: this.staff,
      me: this.me,
    };
    return slices[stream];
  }

  private forgetStreamsOutside(heads: Heads): void {
    for (const stream of [...this.last.keys()].filter((stream) => !(stream in heads))) {
      this.last.delete(stream);
      this.ahead.delete(stream);
      const slice = this.slice(stream);
      if (slice) {
        slice.value = { ...beginnings[stream as Stream] };
      }
    }
  }

  /** A snapshot is as of the number before its first event, or of the head when none follows. */
  private replace(stream: string, state: unknown, entrance: Entrance): void {
    const slice = this.slice(stream);
    if (!slice) {
      return;
    }
    slice.value = { ...beginnings[stream as Stream], ...(state as object) };
    const first = entrance.events?.find((event) => event.stream === stream);
    this.last.set(stream, first ? first.seq - 1 : (entrance.as_of[stream] ?? 0));
    this.ahead.delete(stream);
  }

  /** After an entrance we stand at its numbers, also in streams that brought no event. */
  private settle(heads: Heads): void {
    for (const [stream, head] of Object.entries(heads)) {
      if (!this.ahead.get(stream)?.size && (this.last.get(stream) ?? 0) < (head ?? 0)) {
        this.last.set(stream, head ?? 0);
      }
    }
  }

  /** Apply what is next, keep what is later, drop what is known; return what was applied. */
  private take(events: EventFrame[]): EventFrame[] {
    const fresh: EventFrame[] = [];
    for (const event of events) {
      const last = this.last.get(event.stream) ?? 0;
      if (event.seq <= last) {
        continue;
      }
      if (event.seq > last + 1) {
        this.keepAhead(event);
        continue;
      }
      fresh.push(...this.applyWithWhatFollows(event));
    }
    return fresh;
  }

  private keepAhead(event: EventFrame): void {
    const ahead = this.ahead.get(event.stream) ?? new Map<number, EventFrame>();
    if (ahead.size < MOST_AHEAD) {
      ahead.set(event.seq, event);
    }
    this.ahead.set(event.stream, ahead);
  }

  private applyWithWhatFollows(event: EventFrame): EventFrame[] {
    const slice = this.slice(event.stream);
    const ahead = this.ahead.get(event.stream);
    const applied: EventFrame[] = [];
    for (let next: EventFrame | undefined = event; next; next = ahead?.get(next.seq + 1)) {
      ahead?.delete(next.seq);
      if (slice) {
        slice.value = reduce(slice.value, next);
      }
      this.last.set(next.stream, next.seq);
      applied.push(next);
    }
    for (const stale of [...(ahead?.keys() ?? [])]) {
      if (stale <= (this.last.get(event.stream) ?? 0)) {
        ahead?.delete(stale);
      }
    }
    return applied;
  }
}
