/** What the line needs from outside, so that a test can hold the clock, the network and chance. */

import type { Pass } from "./doors.ts";
import type { CommandFrame, Entrance, Heads, Reply } from "./wire.ts";

export interface SocketLike {
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((message: never) => void) | null;
  onclose: ((closing: never) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface Surroundings {
  open(url: string): SocketLike;
  ticket(): Promise<Pass>;
  command(frame: CommandFrame): Promise<Reply>;
  /** Ask what is new; a server that knows how waits until something is. */
  events(seen: Heads, calledOff: AbortSignal): Promise<Entrance>;
  /** Call later; returns what calls it off. */
  later(act: () => void, milliseconds: number): () => void;
  now(): number;
  random(): number;
  isOnline(): boolean;
}

const LONGEST_WAIT = 30_000;

/** Full jitter: a whole room that was dropped at once must not come back at once. */
export function backoff(attempt: number, random: () => number, longest = LONGEST_WAIT): number {
  return random() * Math.min(longest, 1000 * 2 ** attempt);
}
