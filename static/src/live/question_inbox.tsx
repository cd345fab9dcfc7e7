/** A row of the moderators' inbox, or of what was put aside: what is asked, by whom, and what to do. */

import { useHere } from "./here.ts";
import { KeyHint } from "./key_hint.tsx";
import { AssignForm, DismissForm, EditForm } from "./question_answer.tsx";
import { begin, type List, refused, task, underway } from "./question_doing.ts";
import { handledOf, LeftToOne, takeOrLeave } from "./question_handling.tsx";
import { useJudge } from "./question_judging.ts";
import { MergeForm } from "./question_merge.tsx";
import { Byline, Named, Original, RefusalOf, Said, Who } from "./question_parts.tsx";
import { MergedInto } from "./question_united.tsx";
import { dayWords } from "./question_item.tsx";
import type { DismissedQuestion, StaffQuestion } from "./questions.ts";
import { fill, gettext } from "./texts.ts";

type Judge = ReturnType<typeof useJudge>;

export function approve(judge: Judge, id: string): void {
  void judge("question.approve", { question: id }, {
    question: id,
    doing: gettext("approving…"),
    done: gettext("Approved: it is before the room."),
    isLeaving: true,
  });
}

export function restore(judge: Judge, id: string): void {
  void judge("question.restore", { question: id }, {
    question: id,
    doing: gettext("taking up again…"),
    done: gettext("Taken up again: it is where it was."),
    isLeaving: true,
  });
}

function Form({ row }: { row: StaffQuestion }) {
  switch (task.value?.kind) {
    case "dismiss":
      return <DismissForm question={row} />;
    case "merge":
      return <MergeForm question={row} />;
    case "assign":
      return <AssignForm question={row} />;
    case "edit":
      return <EditForm question={row} original={row.original} />;
    default:
      return null;
  }
}

function WaitingActs({ row, judge, isCurrent }: { row: StaffQuestion; judge: Judge; isCurrent: boolean }) {
  const here = useHere();
  const { may, store } = here;
  const isOver = store.room.value.session.state === "ended";
  return (
    <div class="actions">
      <button type="button" class="btn btn-sm btn-primary" onClick={() => approve(judge, row.id)}>
        {gettext("Approve")}
        {isCurrent && <KeyHint of="a" />}
      </button>
      <button type="button" class="btn btn-sm" onClick={() => begin("dismiss", row.id)}>
        {gettext("Dismiss")}
        {isCurrent && <KeyHint of="d" />}
      </button>
      {may("question.merge") && (
        <button type="button" class="btn btn-sm btn-ghost" onClick={() => begin("merge", row.id)}>
          {gettext("Unite…")}
          {isCurrent && <KeyHint of="m" />}
        </button>
      )}
      {may("question.edit") && (
        <button type="button" class="btn btn-sm btn-ghost" onClick={() => begin("edit", row.id)}>
          {gettext("Edit…")}
          {isCurrent && <KeyHint of="e" />}
        </button>
      )}
      {may("question.assign") && isOver && (
        <button type="button" class="btn btn-sm btn-ghost" onClick={() => begin("assign", row.id)}>
          {gettext("Answered later…")}
        </button>
      )}
      {may("question.handle") && !handledOf(here, row.id) && (
        <button type="button" class="btn btn-sm btn-ghost" onClick={() => void takeOrLeave(here, row.id)}>
          {gettext("I see to it")}
          {isCurrent && <KeyHint of="h" />}
        </button>
      )}
    </div>
  );
}

function DismissedActs({ row, judge }: { row: DismissedQuestion; judge: Judge }) {
  return (
    <>
      <p class="fate">
        {row.reason ? fill(gettext("Reason: %(reason)s"), { reason: row.reason }) : gettext("Without a reason.")}
      </p>
      <div class="actions">
        <button type="button" class="btn btn-sm" onClick={() => restore(judge, row.id)}>
          {gettext("Take up again")}
        </button>
      </div>
    </>
  );
}

function Promised({ row }: { row: StaffQuestion }) {
  const { store } = useHere();
  if (!row.owner || !row.due_on) {
    return null;
  }
  const sentence = fill(gettext("%(name)s answers by %(day)s"), { day: dayWords(row.due_on) });
  return (
    <p class="promised">
      <Named sentence={sentence} name={<Who person={store.room.value.people[row.owner]} />} />
    </p>
  );
}

interface Inboxed {
  row: StaffQuestion;
  place: List;
  /** Somebody else has judged it while the list was held. */
  isGone: boolean;
  isCurrent: boolean;
}

function Acts({ row, place, isGone, isCurrent }: Inboxed) {
  const judge = useJudge();
  const doing = underway.value.get(row.id);
  if (doing || isGone) {
    return <p class="fate">{doing ?? gettext("Somebody else has taken care of it.")}</p>;
  }
  if (task.value?.question === row.id) {
    return (
      <LeftToOne question={row.id}>
        <Form row={row} />
      </LeftToOne>
    );
  }
  return place === "dismissed" ? (
    <DismissedActs row={row as DismissedQuestion} judge={judge} />
  ) : (
    <LeftToOne question={row.id}>
      <WaitingActs row={row} judge={judge} isCurrent={isCurrent} />
    </LeftToOne>
  );
}

export function InboxRow(props: Inboxed) {
  const { row, isGone, isCurrent } = props;
  const { store } = useHere();
  const asker = row.asker ?? store.room.value.people[row.person ?? ""];
  return (
    <li
      class={`waiting${isCurrent ? " row-current" : ""}${isGone ? " row-gone" : ""}`}
      data-question={row.id}
      tabIndex={-1}
      aria-current={isCurrent ? "true" : undefined}
    >
      <Said question={row} />
      <Byline question={row} asker={asker} />
      <Promised row={row} />
      <Original text={row.original} />
      <MergedInto question={row} />
      <Acts {...props} />
      {refused.value?.at === row.id && <RefusalOf refusal={refused.value.text} />}
    </li>
  );
}
