/** What the line can be, and the close codes after which it does not come back. */

import { gettext } from "./texts.ts";

export type LineState =
  | { kind: "connecting" }
  | { kind: "up" }
  | { kind: "polling" }
  | { kind: "behind"; since: number; isOffline: boolean }
  | { kind: "closed"; text: string; canReload: boolean };

export interface Ending {
  text: string;
  canReload: boolean;
}

/** Return why a close code ends the line for good; nothing for one after which it tries again. */
export function endingOf(code: number): Ending | undefined {
  const endings: Record<number, Ending> = {
    4403: { text: gettext("You were removed from this session."), canReload: false },
    4404: { text: gettext("This session is not open to you."), canReload: false },
    4410: { text: gettext("This session is closed."), canReload: true },
    4429: {
      text: gettext("This session is open in too many windows. Close one of them, then reload."),
      canReload: true,
    },
  };
  return endings[code];
}
