/** Up to where the chat has been read: what is unread, and the mark at which one stopped. */

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { KeptTexts } from "../pages/kept.ts";
import { type Here, useHere } from "./here.ts";
import type { Message } from "./messages.ts";

/** Up to which number the chat has been read; unknown until the room is there. */
const readUpTo = signal<number | null>(null);
/** After which number the mark stands. */
const stoppedAt = signal<number | null>(null);

/** Forgotten at sign-out with all that is kept under the person. */
function place({ config }: Here): string {
  return new KeptTexts(sessionStorage, config.person_id).keyOf(`${config.session_id}:read`);
}

function kept(here: Here): number | null {
  const number = Number(sessionStorage.getItem(place(here)) ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
}

function isNews({ seq, person, state }: Message, read: number, self: string): boolean {
  return seq > read && person !== self && state === "shown";
}

/** Return how many messages of others came since the chat was last read to its end. */
export function unreadMessages({ store, config }: Here): number {
  const read = readUpTo.value;
  return read === null
    ? 0
    : store.room.value.messages.filter((message) => isNews(message, read, config.person_id)).length;
}

/**
 * Follow the reader through the log; return the message before which the mark stands, if any.
 *
 * The mark is set where reading stopped and stays where it is when one is back, until one stops again.
 */
export function useReading(messages: Message[], isRead: boolean): string | undefined {
  const here = useHere();
  const wasRead = useRef(isRead);
  const latest = messages.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (!here.store.isReady.value) {
      return;
    }
    if (readUpTo.peek() === null) {
      const before = kept(here);
      stoppedAt.value = before;
      readUpTo.value = before ?? latest;
    }
    if (wasRead.current && !isRead) {
      stoppedAt.value = readUpTo.peek();
    }
    wasRead.current = isRead;
    if (isRead) {
      readUpTo.value = latest;
      sessionStorage.setItem(place(here), String(latest));
    }
  }, [latest, isRead, here.store.isReady.value]);
  const stopped = stoppedAt.value;
  const first = stopped === null ? undefined : messages.find((message) => message.seq > stopped);
  // What follows only by one's own hand needs no mark.
  const isMarked = first && messages.some((message) => isNews(message, stopped as number, here.config.person_id));
  return isMarked ? first.id : undefined;
}
