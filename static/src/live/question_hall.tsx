/** Asking for somebody in the hall: a moderator writes down who asks and what, and it is before the room. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { useHere } from "./here.ts";
import { stopAsking, tell } from "./question_doing.ts";
import { RefusalOf, useAct, useKeptText } from "./question_parts.tsx";
import { gettext } from "./texts.ts";

const LONGEST_NAME = 120;
const LONGEST = 1000;

export function HallForm() {
  const { may } = useHere();
  const { act, isBusy, refusal } = useAct();
  const [name, setName] = useKeptText("hall-name");
  const [text, setText] = useKeptText("hall-text");
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const close = () => stopAsking("hall");
  const send = async (event: Event) => {
    event.preventDefault();
    if (await act("question.ask_for", { text: text.trim(), on_behalf: name.trim() })) {
      setName("");
      setText("");
      tell(gettext("The question from the hall is before the room."));
      close();
    }
  };
  if (!may("question.ask_for")) {
    return null;
  }
  return (
    <form
      class="answer-form ask-place panel-pad"
      aria-label={gettext("Ask for somebody in the hall")}
      onSubmit={send}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <label>
        <span class="quiet">{gettext("Who asks in the hall, as everyone will read it (may stay empty)")}</span>
        <input
          ref={first}
          value={name}
          maxLength={LONGEST_NAME}
          dir="auto"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        <span class="quiet">{gettext("The question; everyone sees it at once")}</span>
        <textarea
          rows={2}
          value={text}
          maxLength={LONGEST}
          dir="auto"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <RefusalOf refusal={refusal} />
      <button type="submit" class="btn btn-sm btn-primary" disabled={isBusy || !text.trim()}>
        {gettext("Put it before the room")}
      </button>{" "}
      <button type="button" class="btn btn-sm" onClick={close}>
        {gettext("Cancel")}
      </button>
    </form>
  );
}
