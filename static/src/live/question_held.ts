/** A list that is held: its rows stay where they are; only what the reader did themselves leaves it. */

import { useRef, useState } from "preact/hooks";
import { hold, isPaused } from "./held.ts";
import { settled } from "./question_doing.ts";

/** A row that somebody else took out of the list while it was held. */
export type Row<T> = T & { isGone?: boolean };

export interface Steady<T> {
  rows: Row<T>[];
  /** How many wait behind "N new". */
  fresh: number;
}

/** Return the rows to show of a held list; `isAppending` where what is new comes last and moves nothing. */
export function steady<T extends { id: string }>(
  before: T[],
  now: T[],
  mine: ReadonlySet<string>,
  isAppending: boolean,
): Steady<T> {
  const ids = new Set(now.map(({ id }) => id));
  const { shown, fresh } = hold(before, now);
  const known = new Set(before.map(({ id }) => id));
  const kept = shown
    .filter(({ id }) => ids.has(id) || !mine.has(id))
    .map((row) => (ids.has(row.id) ? row : { ...row, isGone: true }));
  return isAppending
    ? { rows: [...kept, ...now.filter(({ id }) => !known.has(id))], fresh: 0 }
    : { rows: kept, fresh };
}

/** Keep the row on which the keys act where it stood, so that none of them acts on another unread. */
export function keeping<T extends { id: string }>(
  before: Row<T>[],
  now: T[],
  kept: string | null,
  mine: ReadonlySet<string>,
): Row<T>[] {
  const at = before.findIndex(({ id }) => id === kept);
  const row = before[at];
  if (!row || mine.has(row.id) || now.some(({ id }) => id === kept)) {
    return now;
  }
  return [...now.slice(0, at), { ...row, isGone: true }, ...now.slice(at)];
}

/** Hold a list while a pointer or the focus is in it, or updates are paused. */
export function useSteady<T extends { id: string }>(
  now: T[],
  isAppending = false,
  place = "",
  kept: string | null = null,
) {
  const [isTouched, setTouched] = useState(false);
  const before = useRef<{ place: string; rows: Row<T>[] }>({ place, rows: now });
  // In an empty list nothing is being read that could move.
  const isReading = before.current.place === place && before.current.rows.length > 0;
  const isHeld = (isTouched && isReading) || (isPaused.value && before.current.place === place);
  const { rows, fresh }: Steady<T> = isHeld
    ? steady(before.current.rows, now, settled.value, isAppending)
    : { rows: isReading ? keeping(before.current.rows, now, kept, settled.value) : now, fresh: 0 };
  before.current = { place, rows };
  const release = () => {
    isPaused.value = false;
    before.current = { place: "", rows: [] };
    setTouched(false);
  };
  const holding = {
    onPointerEnter: () => setTouched(true),
    onPointerLeave: (event: PointerEvent) => {
      const list = event.currentTarget as HTMLElement;
      setTouched(list.contains(document.activeElement));
    },
    onFocusIn: () => setTouched(true),
    onFocusOut: (event: FocusEvent) => {
      const list = event.currentTarget as HTMLElement;
      setTouched(list.contains(event.relatedTarget as Node | null) || list.matches(":hover"));
    },
  };
  return { rows, fresh, release, holding };
}
