/** Until when a message may still be edited: by the server's clock, as far as events have told it. */

import { useEffect, useState } from "preact/hooks";

const EDITABLE_FOR = 5 * 60_000;

/**
 * The server's clock is never behind the latest instant that it has told, so the highest lead over
 * ours that any event showed is the nearest guess.
 */
export class ServerClock {
  private lead: number | null = null;

  /** An event came, stamped by the server just before. */
  hear(at: string, now = Date.now()): void {
    this.lead = Math.max(this.lead ?? Number.NEGATIVE_INFINITY, Date.parse(at) - now);
  }

  /** Something older is stamped so: that only tells when it lies ahead of us. */
  isAtLeast(at: string, now = Date.now()): void {
    if (Date.parse(at) > this.now(now)) {
      this.hear(at, now);
    }
  }

  now(now = Date.now()): number {
    return now + (this.lead ?? 0);
  }

  /** Return for how many more milliseconds a message may be edited. */
  leftToEdit(at: string, now = Date.now()): number {
    return Math.max(0, Date.parse(at) + EDITABLE_FOR - this.now(now));
  }
}

export const serverClock = new ServerClock();

/** Say whether a message may be edited, and draw anew when it no longer may. */
export function useIsInTime(at: string, isWatched: boolean): boolean {
  const [, redraw] = useState(0);
  const left = isWatched ? serverClock.leftToEdit(at) : 0;
  useEffect(() => {
    if (left > 0) {
      const timer = setTimeout(() => redraw((turn) => turn + 1), left);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [at, left > 0]);
  return left > 0;
}
