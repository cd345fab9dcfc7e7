/** What of the room a reader wants read out; this browser remembers. */

import { effect, signal } from "@preact/signals";

export type Heed = "all" | "mine" | "none";

const REMEMBERED = "read-out";

/** Return what this browser keeps under a name; nothing where it keeps nothing. */
export function remembered(name: string): string | null {
  try {
    return typeof localStorage === "undefined" ? null : localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keep it for the next visit; a browser that keeps nothing obeys until the page is left. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Nothing to do: the choice holds for this visit.
  }
}

function chosen(): Heed {
  const kept = remembered(REMEMBERED);
  return kept === "mine" || kept === "none" ? kept : "all";
}

export const heed = signal<Heed>(chosen());

let isFirst = true;
effect(() => {
  const value = heed.value;
  if (!isFirst) {
    remember(REMEMBERED, value);
  }
  isFirst = false;
});

/** Say whether an event is read out, given whether it is to the reader or from the host. */
export function isHeeded(isToMe: () => boolean): boolean {
  return heed.peek() === "all" || (heed.peek() === "mine" && isToMe());
}
