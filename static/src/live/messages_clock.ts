/** Until when a message may still be edited: by the server's clock, not by ours. */

import { useEffect, useState } from "preact/hooks";
import { serverClock } from "./server_clock.ts";

const EDITABLE_FOR = 5 * 60_000;

/** Return for how many more milliseconds a message may be edited. */
export function leftToEdit(at: string, now = serverClock.now()): number {
  return Math.max(0, Date.parse(at) + EDITABLE_FOR - now);
}

/** Say whether a message may be edited, and draw anew when it no longer may. */
export function useIsInTime(at: string, isWatched: boolean): boolean {
  const [, redraw] = useState(0);
  const left = isWatched ? leftToEdit(at) : 0;
  useEffect(() => {
    if (left > 0) {
      const timer = setTimeout(() => redraw((turn) => turn + 1), left);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [at, left > 0]);
  return left > 0;
}
