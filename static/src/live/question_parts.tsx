/** What the moderators' and everybody's views of a question share. */

import { useState } from "preact/hooks";
import { useHere } from "./here.ts";
import { PersonName } from "./person_name.tsx";
import type { WaitingQuestion } from "./questions.tsx";
import { gettext } from "./texts.ts";
import { hour } from "./times.ts";
import type { Commands } from "./wire.gen.ts";

/** Run a command from a button: busy while it is on its way, its refusal told beside it. */
export function useAct() {
  const { line } = useHere();
  const [isBusy, setBusy] = useState(false);
  const [refusal, refuse] = useState("");
  const act = async <N extends keyof Commands>(name: N, data: Commands[N]) => {
    setBusy(true);
    const reply = await line.say(name, data);
    setBusy(false);
    refuse(reply.ok ? "" : reply.text || gettext("That was not taken."));
    return reply.ok;
  };
  return { act, isBusy, refusal };
}

export function RefusalOf({ refusal }: { refusal: string }) {
  return refusal ? (
    <p class="errors" role="alert">
      {refusal}
    </p>
  ) : null;
}

export function Said({ question }: { question: { text: string; lang: string } }) {
  return (
    <p class="said question-text" lang={question.lang} dir="auto">
      {question.text}
    </p>
  );
}

export function Byline({ question }: { question: WaitingQuestion }) {
  const { config } = useHere();
  return (
    <p class="quiet">
      <PersonName id={question.person} isPlain />
      {" · "}
      <time dateTime={question.at} title={config.city}>
        {hour(question.at, config.zone)}
      </time>
    </p>
  );
}
