/** Nothing moves under a finger or a reading eye: a list that keeps its order while it is held. */

import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";

/** The reader's own switch: while it is on, every list stays as it is. */
export const isPaused = signal(false);

export interface Held<T> {
  shown: T[];
  /** How many items wait behind "N new". */
  fresh: number;
}

/**
 * Return what to show of a list whose items have an id: while held, the items and the order of the
 * moment when it began, each as it is now; what has left the list stays until it is let go.
 */
export function hold<T extends { id: string }>(before: T[], now: T[]): Held<T> {
  const current = new Map(now.map((item) => [item.id, item]));
  const known = new Set(before.map((item) => item.id));
  return {
    shown: before.map((item) => current.get(item.id) ?? item),
    fresh: now.filter((item) => !known.has(item.id)).length,
  };
}

export function useHeld<T extends { id: string }>(items: T[], isHeld: boolean): Held<T> {
  const shown = useRef(items);
  if (!isHeld) {
    shown.current = items;
    return { shown: items, fresh: 0 };
  }
  const held = hold(shown.current, items);
  shown.current = held.shown;
  return held;
}
