/** What is asked before a message goes: in its place, with the safe answer at hand. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useHere } from "./here.ts";
import type { Message } from "./messages.ts";
import { finishTask, useDo } from "./messages_doing.ts";
import { gettext } from "./texts.ts";

const LONGEST_REASON = 500;

interface Asked {
  question: string;
  /** What a reason is for; without it none is asked. */
  reasonFor?: string;
  yes: string;
  onYes: (reason: string) => void;
  onNo: () => void;
}

/** A question with its answers; Escape means no. */
export function Ask({ question, reasonFor, yes, onYes, onNo }: Asked) {
  const [reason, setReason] = useState("");
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    form.current?.scrollIntoView({ block: "nearest" });
    form.current?.querySelector<HTMLElement>("input, button[type=button]")?.focus();
  }, []);
  return (
    <form
      class="answer-form ask-form"
      ref={form}
      aria-label={question}
      onSubmit={(event) => {
        event.preventDefault();
        onYes(reason.trim());
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") {
          event.preventDefault();
          onNo();
        }
      }}
    >
      <p>{question}</p>
      {reasonFor && (
        <label>
          <span class="quiet">{reasonFor}</span>
          <input value={reason} maxLength={LONGEST_REASON} onInput={(event) => setReason(event.currentTarget.value)} />
        </label>
      )}
      <button type="submit" class="btn btn-sm btn-warning">
        {yes}
      </button>{" "}
      <button type="button" class="btn btn-sm" onClick={onNo}>
        {gettext("Cancel")}
      </button>
    </form>
  );
}

function forModerators(): string {
  return gettext("Reason, for the moderators (may stay empty)");
}

export function DeleteForm({ message }: { message: Message }) {
  const { config } = useHere();
  const say = useDo();
  const isMine = message.person === config.person_id;
  return (
    <Ask
      question={gettext("Delete this message for everyone? It can't be brought back.")}
      {...(isMine ? {} : { reasonFor: forModerators() })}
      yes={gettext("Delete")}
      onNo={finishTask}
      onYes={(reason) => {
        finishTask();
        const id = message.id;
        void say(id, "message.delete", reason ? { message: id, reason } : { message: id });
      }}
    />
  );
}

export function HideForm({ message }: { message: Message }) {
  const say = useDo();
  return (
    <Ask
      question={gettext("Hide this message from everyone? Moderators can show it again.")}
      reasonFor={forModerators()}
      yes={gettext("Hide")}
      onNo={finishTask}
      onYes={(reason) => {
        finishTask();
        const id = message.id;
        void say(id, "message.hide", reason ? { message: id, reason } : { message: id });
      }}
    />
  );
}
