/** For moderators: what was united with a question, with the way out again. */

import { useComputed } from "@preact/signals";
import { useHere } from "./here.ts";
import { tell } from "./question_doing.ts";
import { Byline, RefusalOf, Said, useAct } from "./question_parts.tsx";
import type { MergedQuestion, Question } from "./questions.ts";
import { fill, gettext, ngettext } from "./texts.ts";

function United({ row }: { row: MergedQuestion }) {
  const { store, may } = useHere();
  const { act, isBusy, refusal } = useAct();
  const split = async () => {
    if (await act("question.split", { question: row.id })) {
      tell(gettext("Taken out again: it is where it was."));
    }
  };
  return (
    <li>
      <Said question={row} />
      <Byline question={row} asker={row.asker ?? store.room.value.people[row.person ?? ""]} />
      {may("question.split") && (
        <button type="button" class="btn btn-sm btn-ghost" disabled={isBusy} onClick={split}>
          {gettext("Take out again")}
        </button>
      )}
      <RefusalOf refusal={refusal} />
    </li>
  );
}

const grouped = new WeakMap<MergedQuestion[], Map<string, MergedQuestion[]>>();

/** Return what was united with each question; worked out once for each state of the list. */
function byTarget(merged: MergedQuestion[]): Map<string, MergedQuestion[]> {
  const known = grouped.get(merged);
  if (known) {
    return known;
  }
  const made = new Map<string, MergedQuestion[]>();
  for (const row of merged) {
    made.set(row.into, [...(made.get(row.into) ?? []), row]);
  }
  grouped.set(merged, made);
  return made;
}

export function MergedInto({ question }: { question: Pick<Question, "id"> }) {
  const { store } = useHere();
  const merged = useComputed(() => store.staff.value.merged).value;
  const rows = byTarget(merged).get(question.id) ?? [];
  if (rows.length === 0) {
    return null;
  }
  const words = ngettext("United with it: %(count)s question", "United with it: %(count)s questions", rows.length);
  return (
    <details class="original united">
      <summary>{fill(words, { count: rows.length })}</summary>
      <ul>
        {rows.map((row) => (
          <United key={row.id} row={row} />
        ))}
      </ul>
    </details>
  );
}
