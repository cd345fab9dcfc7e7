/** The state of the line, always in sight and always in words: is what I see what there is? */

import { useEffect, useState } from "preact/hooks";
import { useHere } from "./here.ts";
import type { LineState } from "./line_state.ts";
import { fill, gettext, ngettext } from "./texts.ts";
import { hour, isElsewhere } from "./times.ts";
import type { Trouble } from "./trouble.ts";

/** An answer that comes sooner than this needs no word. */
const WORTH_SAYING = 600;

/** Return what to say of a line that is up, over whatever door. */
function wordsWhenUp(isPolling: boolean, isSending: boolean, trouble?: Trouble): string {
  if (isSending) {
    return gettext("sending…");
  }
  if (trouble?.isBellLost) {
    return gettext("up to date, may be 2 seconds late");
  }
  return isPolling ? gettext("up to date, without a live connection") : gettext("up to date");
}

export function words(
  state: LineState,
  isSending: boolean,
  zone: string,
  trouble?: Trouble,
): string {
  switch (state.kind) {
    case "connecting":
      return gettext("connecting…");
    case "behind":
      return fill(
        state.isOffline ? gettext("offline since %(time)s") : gettext("behind since %(time)s"),
        { time: hour(state.since, zone) },
      );
    case "waiting":
    case "closed":
      return state.text;
  }
  if (typeof trouble?.recordsLostAt === "number") {
    return fill(
      gettext("the server can't reach its records since %(time)s: what you write is kept"),
      { time: hour(trouble.recordsLostAt, zone) },
    );
  }
  return wordsWhenUp(state.kind === "polling", isSending, trouble);
}

function isUp({ kind }: LineState): boolean {
  return kind === "up" || kind === "polling";
}

/** Return how much the words weigh: what the reader has to know of stands out. */
function weight(state: LineState, trouble?: Trouble): string {
  if (state.kind === "closed" && state.isCalm) {
    return "line-over";
  }
  return isUp(state) && typeof trouble?.recordsLostAt === "number" ? "line-troubled" : "";
}

function useIsSlow(isOn: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(isOn), isOn ? WORTH_SAYING : 0);
    return () => clearTimeout(timer);
  }, [isOn]);
  return isSlow && isOn;
}

function useNow(every: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** The seconds run for the eye only: a screen reader has heard the sentence before them. */
function Countdown({ until }: { until: number }) {
  const left = Math.max(0, Math.ceil((until - useNow(500)) / 1000));
  const next = ngettext("Next try in %(count)s second.", "Next try in %(count)s seconds.", left);
  return <span aria-hidden="true">{fill(next, { count: left })}</span>;
}

/** What the reader can do about the state of the line. */
function Way({ state }: { state: LineState }) {
  const { line } = useHere();
  if (state.kind === "behind" || state.kind === "waiting") {
    return (
      <button type="button" class="link" onClick={() => line.hurry()}>
        {gettext("Try now")}
      </button>
    );
  }
  if (state.kind !== "closed" || !state.way) {
    return null;
  }
  // The page itself asks who is not signed in to sign in, and they come back here.
  return (
    <a class="link" href={location.pathname + location.search}>
      {state.way === "sign-in" ? gettext("Sign in") : gettext("Reload")}
    </a>
  );
}

/** Texts that were refused wait here, wherever on the page they were written, for a line that is up. */
function NotSent() {
  const { line } = useHere();
  const count = line.outbox.failed().length;
  if (count === 0) {
    return null;
  }
  const text = ngettext("%(count)s text not sent:", "%(count)s texts not sent:", count);
  return (
    <span class="line-not-sent">
      {" · "}
      {fill(text, { count })}{" "}
      <button type="button" class="link" onClick={() => line.retryAll()}>
        {gettext("try again")}
      </button>
    </span>
  );
}

export function LineView() {
  const { line, store, config } = useHere();
  const state = line.state.value;
  const trouble = store.asides.value.trouble;
  const isSending = useIsSlow(
    line.outbox.entries.value.some((entry) => entry.state === "sending"),
  );
  return (
    <span class={`line line-${state.kind} ${weight(state, trouble)}`}>
      <span class="line-dot" aria-hidden="true" />
      <span class="line-words">
        {words(state, isSending, config.zone, trouble)}{" "}
        {state.kind === "waiting" && (
          <>
            <Countdown until={state.until} />{" "}
          </>
        )}
        <Way state={state} />
        {isUp(state) && <NotSent />}
      </span>
    </span>
  );
}

/** The hour in the event's city, the reader's own second. */
export function Clock() {
  const { config } = useHere();
  const now = useNow(5_000);
  return (
    <span class="clock">
      <time>{hour(now, config.zone)}</time>{" "}
      {config.abbreviation === config.city ? (
        config.city
      ) : (
        <>
          <span class="clock-city">{config.city} </span>({config.abbreviation})
        </>
      )}
      {isElsewhere(now, config.zone) && (
        <span class="when-own">
          {" · "}
          {fill(gettext("%(time)s your time"), { time: hour(now) })}
        </span>
      )}
    </span>
  );
}
