/** What the line can be, and the ends from which it does not come back. */

import { gettext } from "./texts.ts";

export type LineState =
  | { kind: "connecting" }
  | { kind: "up" }
  | { kind: "polling" }
  | { kind: "behind"; since: number; isOffline: boolean }
  /** The server named the instant from which it takes another try. */
  | { kind: "waiting"; text: string; until: number }
  | ({ kind: "closed" } & Ending);

export interface Ending {
  text: string;
  /** What the page offers: the sign-in that comes back here, the page anew, or nothing. */
  way: "sign-in" | "reload" | null;
  /** Nothing went wrong: the session has come to its end. */
  isCalm?: boolean;
  /** What the page offered to do is over as well. */
  isShut?: boolean;
}

export function removed(): Ending {
  return { text: gettext("You were removed from this session."), way: null, isShut: true };
}

export function nothingHere(): Ending {
  return { text: gettext("This session is not open to you."), way: null, isShut: true };
}

export function sessionClosed(): Ending {
  const text = gettext("This session is closed: nothing new will come.");
  return { text, way: null, isCalm: true };
}

export function signedOut(): Ending {
  return {
    text: gettext("You are no longer signed in. What you typed is kept."),
    way: "sign-in",
  };
}

/** The person of this page is not the one who is signed in here now, or signed in once more. */
export function signedInAnew(): Ending {
  return {
    text: gettext("Your sign-in has changed in another window. What you typed is kept."),
    way: "reload",
  };
}
