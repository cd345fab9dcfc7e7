/** What to make of a door that did not open: a close code, a refusal, an answer that was none. */

import { ClosedDoorError } from "./doors.ts";
import {
  type Ending,
  type LineState,
  nothingHere,
  removed,
  sessionClosed,
  signedInAnew,
  signedOut,
} from "./line_state.ts";
import { gettext } from "./texts.ts";
import type { Refusal } from "./wire.ts";

interface Wait {
  kind: "wait";
  text: string;
  seconds: number;
}

export type Fate =
  | { kind: "end"; ending: Ending }
  /** Ask for another ticket. */
  | { kind: "anew" }
  /** The server does not want us before this many seconds have passed, and says why. */
  | Wait
  /** Try again, after the server's seconds or at our own pace. */
  | { kind: "again"; seconds: number | undefined };

export const RIGHTS_CHANGED = 4401;
const RESTART = 1012;
/** So often a server that restarts is come back to before HTTP is asked for another ticket. */
export const RETURN_TRIES = 4;
/** From here on the codes are our own. */
const OWN_CODES = 4000;
/** Too many sockets are told with the seconds left; a server that told none is asked after these. */
const CROWDED_SECONDS = 30;

function crowded(refusal?: Refusal): Fate {
  const text = gettext("You are here in too many windows: close one of them.");
  return { kind: "wait", text, seconds: refusal?.retry_in ?? CROWDED_SECONDS };
}

/** Say whether our server chose this code; any other is the network's, or a proxy's. */
export function isServersWord(code: number): boolean {
  return code >= OWN_CODES || code === RESTART;
}

/** Return what a close code means; nothing special is a line to be had again. */
export function fateOfClose(code: number): Fate {
  const fates: Record<number, Fate> = {
    4403: { kind: "end", ending: removed() },
    4404: { kind: "end", ending: nothingHere() },
    4410: { kind: "end", ending: sessionClosed() },
    4429: crowded(),
  };
  return fates[code] ?? { kind: "again", seconds: undefined };
}

/** Return what a refusal means, by socket (no status) or by HTTP. */
export function fateOf(refusal: Refusal, status = 0): Fate {
  const { code, retry_in: seconds } = refusal;
  if (code.startsWith("ticket.")) {
    return { kind: "anew" };
  }
  if (code === "room.removed") {
    return { kind: "end", ending: removed() };
  }
  if (status === 404 || code === "not_found") {
    return { kind: "end", ending: nothingHere() };
  }
  if (status === 401 || status === 403) {
    // The page's form token belongs to a sign-in that has been followed by another.
    const isTokenOld = code === "permission_denied";
    return { kind: "end", ending: isTokenOld ? signedInAnew() : signedOut() };
  }
  if (code === "sockets.too_many") {
    return crowded(refusal);
  }
  if (code === "rate.limited" || status === 429) {
    const text = gettext("You have come in very often in the last minute.");
    return { kind: "wait", text, seconds: seconds ?? CROWDED_SECONDS };
  }
  return { kind: "again", seconds };
}

/** Return the state of a line that the server let wait. */
export function waiting({ text, seconds }: Wait, now: number): LineState {
  return { kind: "waiting", text, until: now + seconds * 1000 };
}

/** Return what a failed request means: the door's own answer, or a network that gave none. */
export function fateOfFailure(error: unknown): Fate {
  return error instanceof ClosedDoorError
    ? fateOf(error.refusal, error.status)
    : { kind: "again", seconds: undefined };
}
