/** The room's list: what is on stage on top, the open ones in the order chosen, the answered apart. */

import { useComputed } from "@preact/signals";
import { useHere } from "./here.ts";
import { order } from "./question_doing.ts";
import { useSteady } from "./question_held.ts";
import { QuestionItem } from "./question_item.tsx";
import { useItemProps } from "./question_known.ts";
import { parted } from "./question_order.ts";
import { flat, Fresh, FoundWords, Tools, useFound } from "./question_tools.tsx";
import type { Question } from "./questions.ts";
import { fill, gettext, ngettext } from "./texts.ts";

function Part({ rows, current = null }: { rows: Question[]; current?: string | null }) {
  const props = useItemProps();
  return (
    <ul class="questions">
      {rows.map((question) => (
        <QuestionItem key={question.id} {...props(question, current)} />
      ))}
    </ul>
  );
}

function AnsweredHead({ count }: { count: number }) {
  return (
    <h2 class="panel-title part-head">
      {fill(ngettext("%(count)s question is answered", "%(count)s questions are answered", count), { count })}
    </h2>
  );
}

export function RoomQuestions() {
  const { store } = useHere();
  const questions = useComputed(() => store.room.value.questions).value;
  const isReady = store.isReady.value;
  const find = useFound();
  const found = find(questions);
  const { rows, fresh, release, holding } = useSteady(flat(parted(found, order.value)), false, order.value);
  const open = rows.filter((question) => question.state === "open");
  const answered = rows.filter((question) => question.state !== "open");
  return (
    <section {...holding} aria-label={gettext("Questions")}>
      <Tools count={questions.length} hasOrder />
      <FoundWords found={found.length} count={questions.length} />
      <Fresh count={fresh} onRelease={release} />
      <Part rows={open} />
      {answered.length > 0 && <AnsweredHead count={answered.length} />}
      {answered.length > 0 && <Part rows={answered} />}
      {isReady && questions.length === 0 && (
        <p class="quiet panel-pad">{gettext("No question is before the room yet.")}</p>
      )}
    </section>
  );
}
