/**
 * The one voice for screen readers: it says what came, merged, at most once in `PAUSE`.
 *
 * The log itself stays silent (`aria-live="off"`): twenty messages in a burst would otherwise be
 * read out one by one over whatever the person is doing. Only what can't wait is said at once.
 */

import { effect, signal } from "@preact/signals";
import { heed, isHeeded } from "./hearing.ts";
import type { RoomSlice, Store } from "./store.ts";
import { gettext } from "./texts.ts";
import type { EventFrame, EventName, Heard, Stream } from "./wire.ts";

/** A little over three seconds: a full minute holds no more than twenty of these. */
export const PAUSE = 3200;
/** So long a burst is gathered before its first word. */
export const GATHER = 400;

interface Phrases {
  one: (event: EventFrame, room: RoomSlice) => string;
  many?: (count: number) => string;
  /** Say whether it is to the reader, or from the host: true unless the noun knows better. */
  isToMe?: (event: EventFrame, room: RoomSlice, self: string) => boolean;
}

const phrases = new Map<string, Phrases>();
const takenBack = new Set<string>();

/** Register an event that takes something back: what was read out last stays nowhere on the page. */
export function hushes<S extends Stream, N extends EventName<S>>(stream: S, name: N): void {
  takenBack.add(`${stream} ${name}`);
}

/** Register how an event is read out, alone and as one of many; one's own are not read. */
export function announces<S extends Stream, N extends EventName<S>>(
  stream: S,
  name: N,
  words: {
    one: (event: Heard<S, N>, room: RoomSlice) => string;
    many?: (count: number) => string;
    isToMe?: (event: Heard<S, N>, room: RoomSlice, self: string) => boolean;
  },
): void {
  phrases.set(`${stream} ${name}`, words as unknown as Phrases);
}

/** Return what is read out for a burst: the only event in full, else a count for each kind. */
export function merge(events: EventFrame[], room: RoomSlice): string {
  const kinds = new Map<string, EventFrame[]>();
  for (const event of events) {
    const key = `${event.stream} ${event.name}`;
    kinds.set(key, [...(kinds.get(key) ?? []), event]);
  }
  const sentences = [...kinds].flatMap(([key, alike]) => {
    const words = phrases.get(key);
    return alike.length > 1 && words?.many
      ? [words.many(alike.length)]
      : alike.map((event) => words?.one(event, room));
  });
  return [...new Set(sentences)].filter(Boolean).join(" ");
}

const spoken = signal({ text: "", turn: 0 });
const alarmed = signal({ text: "", turn: 0 });
/** Words that are no event's: of the line, of a switch. */
const words = signal<string[]>([]);

/** Read out a sentence with what comes next; whatever the reader chose to hear. */
export function say(text: string): void {
  words.value = [...words.peek(), text];
}

/** Read out at once, over anything else: removed, the line lost for long, a microphone opened, a vote closing. */
export function alarm(text: string): void {
  alarmed.value = { text, turn: alarmed.peek().turn + 1 };
}

/** Listen to the store and speak; `later` is the clock, so that tests can hold it. */
export function announceFrom(
  store: Store,
  self: string,
  later: (act: () => void, pause: number) => unknown = setTimeout,
  speak: (text: string) => void = (text) => {
    spoken.value = { text, turn: spoken.peek().turn + 1 };
  },
): void {
  let waiting: EventFrame[] = [];
  let isPaused = false;
  const flush = () => {
    const text = [...words.peek(), merge(waiting, store.room.value)].filter(Boolean).join(" ");
    words.value = [];
    waiting = [];
    isPaused = text !== "";
    if (isPaused) {
      speak(text);
      later(flush, PAUSE);
    }
  };
  const wake = () => {
    if (!isPaused) {
      isPaused = true;
      later(flush, GATHER);
    }
  };
  effect(() => {
    if (words.value.length > 0) {
      wake();
    }
  });
  store.onHeard((event) => {
    if (takenBack.has(`${event.stream} ${event.name}`)) {
      spoken.value = { ...spoken.peek(), text: "" };
    }
    const phrase = phrases.get(`${event.stream} ${event.name}`);
    const isOwn = (event.data as { person?: string }).person === self;
    const isToMe = () => phrase?.isToMe?.(event, store.room.value, self) ?? true;
    if (phrase && !isOwn && isHeeded(isToMe)) {
      waiting.push(event);
      wake();
    }
  });
}

/** The places on the page that screen readers watch; a sentence that is said twice is a new one. */
export function Announcer() {
  const { text, turn } = spoken.value;
  return (
    <>
      <div class="sr-only" role="status" aria-live="polite">
        <span key={turn}>{text}</span>
      </div>
      <div class="sr-only" role="alert" aria-live="assertive">
        <span key={alarmed.value.turn}>{alarmed.value.text}</span>
      </div>
    </>
  );
}

/** What of the room is read out: the reader's own choice. */
export function HearingChoice() {
  const choices = [
    { id: "all" as const, label: gettext("Everything, in short") },
    { id: "mine" as const, label: gettext("Only what is to me, and what the host does") },
    { id: "none" as const, label: gettext("Nothing") },
  ];
  return (
    <fieldset class="hearing">
      <legend>{gettext("Read out to screen readers")}</legend>
      {choices.map(({ id, label }) => (
        <label key={id} class="hearing-choice">
          <input
            type="radio"
            name="hearing"
            class="radio radio-sm"
            checked={heed.value === id}
            onChange={() => {
              heed.value = id;
            }}
          />
          {label}
        </label>
      ))}
      <p class="quiet">{gettext("At most once in three seconds. What can’t wait is said at once: that you were removed, or that the line is lost.")}</p>
    </fieldset>
  );
}
