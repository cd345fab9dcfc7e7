/** Below the moderators' lists: what was done last, and asking, for oneself or for the hall. */

import { useHere } from "./here.ts";
import { AskBox, mayBeAsked } from "./question_ask.tsx";
import { asking, stopAsking } from "./question_doing.ts";
import { HallForm } from "./question_hall.tsx";
import { ToldLine } from "./question_told.tsx";
import { isOver } from "./session.tsx";
import { gettext } from "./texts.ts";

function OwnForm() {
  return (
    <div class="ask-own">
      <AskBox />
      <button type="button" class="btn btn-sm ask-close" onClick={() => stopAsking("own")}>
        {gettext("Close")}
      </button>
    </div>
  );
}

function AskButton({ which, words }: { which: "own" | "hall"; words: string }) {
  const open = () => {
    asking.value = which;
    requestAnimationFrame(() => document.getElementById("write-question")?.focus());
  };
  return (
    <button type="button" class="btn btn-sm btn-ghost" id={`ask-${which}`} onClick={open}>
      {words}
    </button>
  );
}

export function DeskFoot() {
  const here = useHere();
  return (
    <>
      <ToldLine />
      {asking.value === "hall" && <HallForm />}
      {asking.value === "own" && mayBeAsked(here) && <OwnForm />}
      {asking.value === null && (
        <div class="desk-foot">
          {mayBeAsked(here) && <AskButton which="own" words={gettext("Ask a question…")} />}
          {here.may("question.ask_for") && !isOver(here) && (
            <AskButton which="hall" words={gettext("Ask for the hall…")} />
          )}
        </div>
      )}
    </>
  );
}
