/** Changing what one has said, in its place: the typed text stays until it is taken or given up. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isTouched, RefusalLine, useSecondsLeft } from "./composer.tsx";
import { useHere } from "./here.ts";
import { LONGEST } from "./messages.ts";
import { finishTask, type Task, task } from "./messages_doing.ts";
import { useLog } from "./messages_log_context.ts";
import { fill, gettext } from "./texts.ts";

type Edit = Extract<Task, { kind: "edit" }>;

/** Send the change; a refusal brings the box back with its text, unless another is open by then. */
function useSave() {
  const { line } = useHere();
  return async (message: string, text: string) => {
    const reply = line.say("message.edit", { message, text }, true);
    const answer = await reply;
    if (!answer.ok && !task.value) {
      line.outbox.discard(reply.id);
      task.value = { kind: "edit", message, text, refusal: answer };
    }
  };
}

export function EditBox({ task: edit }: { task: Edit }) {
  const log = useLog();
  const save = useSave();
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(edit.text);
  const left = useSecondsLeft(edit.refusal ?? null);
  const before = log.messages.value.find((message) => message.id === edit.message);
  const said = text.trim();
  const length = Array.from(said).length;
  const isReady = length > 0 && length <= LONGEST && left === 0;
  useLayoutEffect(() => {
    box.current?.form?.scrollIntoView({ block: "nearest" });
    box.current?.focus();
    box.current?.setSelectionRange(text.length, text.length);
  }, []);
  const write = (value: string) => {
    setText(value);
    task.value = { ...edit, text: value };
  };
  const send = () => {
    if (!isReady) {
      return;
    }
    finishTask();
    if (said !== before?.text) {
      void save(edit.message, said);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      finishTask();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !isTouched()) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form
      class="answer-form edit-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={onKeyDown}
    >
      <label>
        <span class="sr-only">{gettext("Edit your message")}</span>
        <textarea ref={box} rows={1} value={text} onInput={(event) => write(event.currentTarget.value)} />
      </label>
      {length > LONGEST && (
        <p class="errors">
          {fill(gettext("%(used)s of %(most)s characters"), { used: length, most: LONGEST })}
        </p>
      )}
      {edit.refusal && <RefusalLine refusal={edit.refusal} left={left} />}
      <button type="submit" class="btn btn-sm btn-primary" aria-disabled={!isReady}>
        {gettext("Save")}
      </button>{" "}
      <button type="button" class="btn btn-sm" onClick={finishTask}>
        {gettext("Cancel")}
      </button>
    </form>
  );
}
