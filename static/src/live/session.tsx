/** The session itself: its state, its hours, and the moderators' buttons for its life. */

import { useState } from "preact/hooks";
import { announces } from "./announcer.tsx";
import { type Here, useHere } from "./here.ts";
import { useServerNow } from "./server_clock.ts";
import { begins, type RoomSlice, reduces } from "./store.ts";
import { gettext } from "./texts.ts";
import type { CommandName } from "./wire.ts";

export interface SessionPart {
  state: string;
  opened_at: string | null;
  started_at: string | null;
  ended_at: string | null;
}

declare module "./store.ts" {
  interface RoomSlice {
    session: SessionPart;
  }
}

function changed(slice: RoomSlice, change: Partial<SessionPart>): RoomSlice {
  return { ...slice, session: { ...slice.session, ...change } };
}

begins("room", "session", { state: "scheduled", opened_at: null, started_at: null, ended_at: null });
reduces("room", "session.opened", (room, event) =>
  changed(room, { state: "open", opened_at: event.at }),
);
reduces("room", "session.started", (room, event) =>
  changed(room, { state: "live", started_at: event.at }),
);
reduces("room", "session.ended", (room, event) =>
  changed(room, { state: "ended", ended_at: event.at }),
);
reduces("room", "session.reopened", (room) => changed(room, { state: "live", ended_at: null }));
reduces("room", "session.cancelled", (room) => changed(room, { state: "cancelled" }));
reduces("room", "session.returned", (room) => changed(room, { state: "scheduled" }));

announces("room", "session.opened", { one: () => gettext("The doors are open.") });
announces("room", "session.started", { one: () => gettext("The session has started.") });
announces("room", "session.ended", { one: () => gettext("The session has ended.") });
announces("room", "session.reopened", { one: () => gettext("The session goes on.") });
announces("room", "session.cancelled", { one: () => gettext("The session is cancelled.") });
announces("room", "session.returned", {
  one: () => gettext("The session takes place after all."),
});

function stateWord(state: string): string {
  const words: Record<string, string> = {
    scheduled: gettext("Scheduled"),
    open: gettext("Doors open"),
    live: gettext("Live"),
    ended: gettext("Ended"),
    cancelled: gettext("Cancelled"),
  };
  return words[state] ?? state;
}

/** Say whether people may speak and ask now. */
export function isInSession(state: string): boolean {
  return state === "open" || state === "live";
}

/** Say whether it has ended or was called off: then nothing more is put into its record. */
export function isOver({ store, config }: Here): boolean {
  const state = store.isReady.value ? store.room.value.session.state : config.state;
  return state === "ended" || state === "cancelled";
}

/** Return why nobody can write now, in the words of the server's refusal; nothing while people can. */
export function whyShut(state: string): string {
  const words: Record<string, string> = {
    scheduled: gettext("The doors of this session are not open yet."),
    ended: gettext("This session has ended. What was said can be read, but nothing added."),
    cancelled: gettext("This session was cancelled."),
  };
  return words[state] ?? "";
}

/** The session's state as a badge; before the line is up, as the page was made. */
export function StateBadge() {
  const { store, config } = useHere();
  const state = store.isReady.value ? store.room.value.session.state : config.state;
  return <span class={`state state-${state}`}>{stateWord(state)}</span>;
}

interface Step {
  command: CommandName & `session.${string}`;
  label: string;
  /** Asked before it is done, where it can't be undone. */
  question?: string;
}

function nextSteps(state: string): Step[] {
  const end: Step = {
    command: "session.end",
    label: gettext("End session"),
    question: gettext("End the session for everyone?"),
  };
  const start: Step = { command: "session.start", label: gettext("Start session") };
  const steps: Record<string, Step[]> = {
    scheduled: [{ command: "session.open", label: gettext("Open the doors") }, start],
    open: [start, end],
    live: [end],
  };
  return steps[state] ?? [];
}

function StepButton({ step }: { step: Step }) {
  const { line } = useHere();
  const [isAsked, ask] = useState(false);
  const [refusal, refuse] = useState("");
  const [isBusy, setBusy] = useState(false);
  const act = async () => {
    ask(false);
    setBusy(true);
    const reply = await line.say(step.command, {});
    setBusy(false);
    refuse(reply.ok ? "" : reply.text);
  };
  if (isAsked) {
    return (
      <span class="step" role="group" aria-label={step.label}>
        <span>{step.question}</span>
        <button type="button" class="btn btn-warning btn-sm" onClick={act}>
          {gettext("Yes, end it")}
        </button>
        <button type="button" class="btn btn-sm" onClick={() => ask(false)}>
          {gettext("Keep it going")}
        </button>
      </span>
    );
  }
  const press = () => (step.question ? ask(true) : void act());
  const look = step.question ? "btn-outline" : "btn-primary";
  return (
    <span class="step">
      <button type="button" class={`btn btn-sm ${look}`} disabled={isBusy} onClick={press}>
        {step.label}
      </button>
      {refusal && (
        <span class="errors" role="alert">
          {refusal}
        </span>
      )}
    </span>
  );
}

const REOPEN_WITHIN = 10 * 60_000;

/** Say whether a session ended so short a time ago that it can be gone on with. */
export function mayBeReopened({ state, ended_at }: SessionPart, now: number): boolean {
  return state === "ended" && !!ended_at && now - Date.parse(ended_at) < REOPEN_WITHIN;
}

/** For some minutes after the end: it goes on in the same log, as if it had not ended. */
function Reopening() {
  const { store } = useHere();
  const now = useServerNow(5_000);
  if (!mayBeReopened(store.room.value.session, now)) {
    return null;
  }
  const step: Step = { command: "session.reopen", label: gettext("Reopen the session") };
  return (
    <>
      <StepButton step={step} />
      <span class="quiet">{gettext("Within ten minutes of its end it goes on in the same log.")}</span>
    </>
  );
}

/** The moderators' buttons: only the steps that the state allows, and only those one may take. */
export function SessionControls() {
  const { store, may } = useHere();
  if (!store.isReady.value) {
    return null;
  }
  const steps = nextSteps(store.room.value.session.state).filter((step) => may(step.command));
  return (
    <>
      {steps.map((step) => (
        <StepButton key={step.command} step={step} />
      ))}
      {may("session.reopen") && <Reopening />}
    </>
  );
}
