/** The moderators' buttons for the life of a session. */

import { useState } from "preact/hooks";
import { useHere } from "./here.ts";
import { useServerNow } from "./server_clock.ts";
import type { SessionPart } from "./session.tsx";
import { gettext } from "./texts.ts";
import type { CommandName } from "./wire.ts";

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
