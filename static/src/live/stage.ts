/** What the room shows as its stage: the title card, a link to another service, or a video. */

import { announces } from "./announcer.tsx";
import { begins, reduces } from "./store.ts";
import { fill, gettext, ngettext } from "./texts.ts";

export type StageKind = "card" | "link" | "embed";

export interface StagePart {
  kind: StageKind;
  url: string;
}

declare module "./store.ts" {
  interface RoomSlice {
    stage: StagePart;
  }
}

begins("room", "stage", { kind: "card", url: "" });
reduces("room", "stage.changed", (room, { data }) => ({
  ...room,
  stage: { kind: data.kind, url: data.url },
}));

/** Return the host of an address, as browsers name it: look-alike letters stay in their code. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host.replace(/^www\./, "");
  } catch {
    return "";
  }
}

announces("room", "stage.changed", {
  one: ({ data }) => {
    const host = hostOf(data.url);
    const words: Record<StageKind, string> = {
      card: gettext("The stage shows the title card now."),
      link: fill(gettext("The stage is a link to %(host)s now."), { host }),
      embed: fill(gettext("The stage offers a video from %(host)s now."), { host }),
    };
    return words[data.kind];
  },
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Say how far off the planned start is, in the largest unit that still says something. */
export function startsIn(left: number): string {
  if (left <= 0) {
    return gettext("About to start");
  }
  const minutes = Math.ceil(left / MINUTE);
  if (minutes < 60) {
    const words = ngettext("Starts in %(count)s minute", "Starts in %(count)s minutes", minutes);
    return fill(words, { count: minutes });
  }
  const hours = Math.round(left / HOUR);
  if (hours < 24) {
    const words = ngettext("Starts in %(count)s hour", "Starts in %(count)s hours", hours);
    return fill(words, { count: hours });
  }
  const days = Math.round(left / DAY);
  return fill(ngettext("Starts in %(count)s day", "Starts in %(count)s days", days), { count: days });
}
