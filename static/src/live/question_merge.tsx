/** Uniting a question with another that asks the same: the likeliest ones first, all by search. */

import { useState } from "preact/hooks";
import { useHere } from "./here.ts";
import { RowForm } from "./question_answer.tsx";
import { useJudge } from "./question_judging.ts";
import { byLikeness, isAlike, matching } from "./question_order.ts";
import { fill, gettext, ngettext } from "./texts.ts";

/** More than these are found by their words. */
const OFFERED = 8;

interface Target {
  id: string;
  text: string;
  lang: string;
}

export function MergeForm({ question }: { question: { id: string; text: string } }) {
  const { store } = useHere();
  const judge = useJudge();
  const [sought, seek] = useState("");
  const [chosen, choose] = useState("");
  const open = store.room.value.questions.filter((other) => other.state === "open");
  const targets: Target[] = [...open, ...store.staff.value.questions].filter(({ id }) => id !== question.id);
  const found = matching(byLikeness(question.text, targets), sought, ({ text }) => text);
  const offered = found.slice(0, OFFERED);
  const likeliest = offered.find(({ text }) => sought || isAlike(question.text, text));
  const into = offered.find(({ id }) => id === chosen) ?? likeliest;
  const unite = () =>
    into &&
    void judge("question.merge", { question: question.id, into: into.id }, {
      question: question.id,
      doing: gettext("uniting…"),
      done: gettext("United: their votes count together."),
      undo: { question: question.id, command: "question.split" },
      isLeaving: true,
    });
  const more = found.length - offered.length;
  return (
    <RowForm label={gettext("Unite with another question")} yes={gettext("Unite")} isReady={Boolean(into)} onYes={unite}>
      <label>
        <span class="quiet">{gettext("Which question asks the same? The likeliest come first.")}</span>
        <input
          type="search"
          value={sought}
          placeholder={gettext("Words in the other question")}
          onInput={(event) => seek(event.currentTarget.value)}
        />
      </label>
      {offered.length === 0 && (
        <p class="quiet">
          {targets.length ? gettext("No question holds all these words.") : gettext("There is no other question.")}
        </p>
      )}
      <fieldset class="targets">
        <legend class="sr-only">{gettext("Unite with")}</legend>
        {offered.map(({ id, text, lang }) => (
          <label key={id} class="target">
            <input
              type="radio"
              name={`into-${question.id}`}
              checked={id === into?.id}
              onChange={() => choose(id)}
            />
            <span class="target-text" lang={lang} dir="auto">
              {text}
            </span>
          </label>
        ))}
      </fieldset>
      {more > 0 && (
        <p class="quiet">
          {fill(ngettext("and %(count)s more: search for it", "and %(count)s more: search for them", more), { count: more })}
        </p>
      )}
    </RowForm>
  );
}
