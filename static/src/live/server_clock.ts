/** What the server's clock shows, as far as its answers and events have told. */

import { useEffect, useState } from "preact/hooks";

/**
 * The server's clock is never behind the latest instant that it has told, so the highest lead over
 * ours that any word of it showed is the nearest guess.
 */
export class ServerClock {
  private lead: number | null = null;

  /** An event or an answer came, stamped by the server just before. */
  hear(at: string, now = Date.now()): void {
    const lead = Date.parse(at) - now;
    if (!Number.isNaN(lead)) {
      this.lead = Math.max(this.lead ?? lead, lead);
    }
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
}

export const serverClock = new ServerClock();

/** Return the server's time, and draw anew as it passes. */
export function useServerNow(every: number): number {
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => redraw((turn) => turn + 1), every);
    return () => clearInterval(timer);
  }, [every]);
  return serverClock.now();
}
