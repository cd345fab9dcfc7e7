/**
 * The one voice for screen readers: it says what came, merged, at most once in three seconds.
 *
 * The log itself stays silent (`aria-live="off"`): twenty messages in a burst would otherwise be
 * read out one by one over whatever the person is doing.
 */

import { signal } from "@preact/signals";
import type { RoomSlice, Store } from "./store.ts";
import type { EventFrame, EventName, Heard, Stream } from "./wire.ts";

export const PAUSE = 3000;

interface Phrases {
  one: (event: EventFrame, room: RoomSlice) => string;
  many?: (count: number) => string;
}

const phrases = new Map<string, Phrases>();

/** Register how an event is read out, alone and as one of many; one's own are not read. */
export function announces<S extends Stream, N extends EventName<S>>(
  stream: S,
  name: N,
  words: {
    one: (event: Heard<S, N>, room: RoomSlice) => string;
    many?: (count: number) => string;
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
  const sentences = [...kinds].map(([key, alike]) => {
    const words = phrases.get(key);
    const latest = alike[alike.length - 1] as EventFrame;
    return alike.length > 1 && words?.many ? words.many(alike.length) : words?.one(latest, room);
  });
  return sentences.filter(Boolean).join(" ");
}

const spoken = signal("");

/** Listen to the store and speak; `later` is the clock, so that tests can hold it. */
export function announceFrom(
  store: Store,
  self: string,
  later: (act: () => void, pause: number) => unknown = setTimeout,
  speak: (text: string) => void = (text) => {
    spoken.value = text;
  },
): void {
  let waiting: EventFrame[] = [];
  let isPaused = false;
  const flush = () => {
    isPaused = waiting.length > 0;
    if (isPaused) {
      speak(merge(waiting, store.room.value));
      waiting = [];
      later(flush, PAUSE);
    }
  };
  store.onHeard((event) => {
    const isOwn = (event.data as { person?: string }).person === self;
    if (!isOwn && phrases.has(`${event.stream} ${event.name}`)) {
      waiting.push(event);
      if (!isPaused) {
        isPaused = true;
        later(flush, 0);
      }
    }
  });
}

/** The place on the page that screen readers watch. */
export function Announcer() {
  return (
    <div class="sr-only" role="status" aria-live="polite">
      {spoken.value}
    </div>
  );
}
