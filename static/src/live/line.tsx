/** The state of the line, always in sight and always in words: is what I see what there is? */

import { useEffect, useState } from "preact/hooks";
import { useHere } from "./here.ts";
import type { LineState } from "./line_state.ts";
import { fill, gettext } from "./texts.ts";
import { hour, isElsewhere } from "./times.ts";

/** An answer that comes sooner than this needs no word. */
const WORTH_SAYING = 600;

export function words(state: LineState, isSending: boolean, zone: string): string {
  switch (state.kind) {
    case "connecting":
      return gettext("connecting…");
    case "up":
      return isSending ? gettext("sending…") : gettext("up to date");
    case "polling":
      return isSending ? gettext("sending…") : gettext("up to date, asking every 2 seconds");
    case "behind":
      return fill(
        state.isOffline ? gettext("offline since %(time)s") : gettext("behind since %(time)s"),
        { time: hour(state.since, zone) },
      );
    case "closed":
      return state.text;
  }
}

function useIsSlow(isOn: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(isOn), isOn ? WORTH_SAYING : 0);
    return () => clearTimeout(timer);
  }, [isOn]);
  return isSlow && isOn;
}

export function LineView() {
  const { line, config } = useHere();
  const state = line.state.value;
  const isSending = useIsSlow(
    line.outbox.entries.value.some((entry) => entry.state === "sending"),
  );
  return (
    <span class={`line line-${state.kind}`} role="status">
      <span class="line-dot" aria-hidden="true" />
      {words(state, isSending, config.zone)}
      {state.kind === "behind" && (
        <button type="button" class="link" onClick={() => line.hurry()}>
          {gettext("Try now")}
        </button>
      )}
      {state.kind === "closed" && state.canReload && (
        <a class="link" href={location.href}>
          {gettext("Reload")}
        </a>
      )}
    </span>
  );
}

function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** The hour in the event's city, the reader's own second. */
export function Clock() {
  const { config } = useHere();
  const now = useNow();
  return (
    <span class="clock">
      <time>{hour(now, config.zone)}</time> {config.city}
      {config.abbreviation !== config.city && ` (${config.abbreviation})`}
      {isElsewhere(now, config.zone) && (
        <span class="when-own">
          {" · "}
          {fill(gettext("%(time)s your time"), { time: hour(now) })}
        </span>
      )}
    </span>
  );
}
