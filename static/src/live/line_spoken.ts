/** What of the line is read out: where it came to, not each word on the way; at once only what is grave. */

import { effect } from "@preact/signals";
import { alarm, say } from "./announcer.tsx";
import type { LineState } from "./line_state.ts";
import { gettext } from "./texts.ts";

/** A line that is back sooner than this was not worth a word; after it, who listens has to know. */
export const LOST_FOR = 10_000;

function isUp({ kind }: LineState): boolean {
  return kind === "up" || kind === "polling";
}

/** Say it when the line stays away, when it is back after that, and when it is over. */
export function speakOfLine(
  state: { readonly value: LineState },
  later: (act: () => void, pause: number) => unknown = setTimeout,
  voice = { say, alarm },
): void {
  let lost = 0;
  let isTold = false;
  let wasUp = false;
  effect(() => {
    const now = state.value;
    if (isUp(now)) {
      lost++;
      if (isTold) {
        voice.say(gettext("The connection is back: you see everything that came meanwhile."));
      }
      isTold = false;
      wasUp = true;
    } else if (now.kind === "closed") {
      lost++;
      (now.isCalm ? voice.say : voice.alarm)(now.text);
      wasUp = false;
    } else if (wasUp) {
      wasUp = false;
      const turn = ++lost;
      later(() => {
        if (turn === lost) {
          isTold = true;
          voice.alarm(gettext("The connection has been lost for ten seconds. What you write is kept, and sent when it is back."));
        }
      }, LOST_FOR);
    }
  });
}
