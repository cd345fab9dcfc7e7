/** What a moderator does about a question before the room, as buttons; the same acts have keys. */

import { useState } from "preact/hooks";
import { useHere } from "./here.ts";
import { KeyHint } from "./key_hint.tsx";
import { Offered } from "./question_offered.tsx";
import { AnswerForm, AssignForm, DismissForm, EditForm } from "./question_answer.tsx";
import { begin } from "./question_doing.ts";
import { handledOf, LeftToOne, takeOrLeave } from "./question_handling.tsx";
import { useJudge } from "./question_judging.ts";
import type { ItemProps } from "./question_known.ts";
import { MergeForm } from "./question_merge.tsx";
import { MergedInto } from "./question_united.tsx";
import type { Question } from "./questions.ts";
import { gettext } from "./texts.ts";

type Judge = ReturnType<typeof useJudge>;

/** Put it on stage, or off it again. */
export function pin(judge: Judge, { id, is_pinned }: Question): void {
  void judge(is_pinned ? "question.unpin" : "question.pin", { question: id }, {
    question: id,
    doing: is_pinned ? gettext("taking off the stage…") : gettext("putting on stage…"),
    done: is_pinned ? gettext("No longer on stage.") : gettext("On stage now: everyone sees it on top."),
    ...(is_pinned ? {} : { undo: { question: id, command: "question.unpin" } }),
  });
}

export function answerLive(judge: Judge, { id }: Question): void {
  void judge("question.answer", { question: id }, {
    question: id,
    doing: gettext("marking as answered…"),
    done: gettext("Marked as answered live."),
    undo: { question: id, command: "question.restore" },
    isLeaving: true,
  });
}

export function openAgain(judge: Judge, { id }: Question): void {
  void judge("question.restore", { question: id }, {
    question: id,
    doing: gettext("opening again…"),
    done: gettext("It is open again."),
    isLeaving: true,
  });
}

function Form({ question, original, doing }: ItemProps) {
  switch (doing) {
    case "answer":
      return <AnswerForm question={question} />;
    case "edit":
      return <EditForm question={question} original={original} />;
    case "merge":
      return <MergeForm question={question} />;
    case "dismiss":
      return <DismissForm question={question} />;
    case "assign":
      return <AssignForm question={question} />;
    default:
      return null;
  }
}

/** What is done less often, one press away. */
function More({ question }: { question: Question }) {
  const here = useHere();
  const { may } = here;
  const others = [
    may("question.merge") && { kind: "merge" as const, words: gettext("Unite…") },
    may("question.edit") && { kind: "edit" as const, words: gettext("Edit…") },
    may("question.assign") && { kind: "assign" as const, words: gettext("Answered later…") },
    may("question.dismiss") && { kind: "dismiss" as const, words: gettext("Put aside…") },
  ];
  return (
    <>
      {others.map(
        (other) =>
          other && (
            <button key={other.kind} type="button" class="btn btn-sm btn-ghost" onClick={() => begin(other.kind, question.id)}>
              {other.words}
            </button>
          ),
      )}
      {may("question.handle") && !handledOf(here, question.id) && (
        <button type="button" class="btn btn-sm btn-ghost" onClick={() => void takeOrLeave(here, question.id)}>
          {gettext("I see to it")}
        </button>
      )}
    </>
  );
}

function OpenActs(props: ItemProps & { judge: Judge }) {
  const { question, doing, judge, isCurrent } = props;
  const { may } = useHere();
  const [isMore, showMore] = useState(false);
  if (doing && doing !== "retract") {
    return <Form {...props} />;
  }
  if (question.state === "answered") {
    return (
      <>
        <div class="actions">
          <button type="button" class="btn btn-sm" onClick={() => begin("answer", question.id)}>
            {question.answer ? gettext("Change the answer") : gettext("Add a written answer")}
          </button>
          {may("question.restore") && (
            <button type="button" class="btn btn-sm btn-ghost" onClick={() => openAgain(judge, question)}>
              {gettext("Open again")}
            </button>
          )}
          <Offered question={question} />
        </div>
        <MergedInto question={question} />
      </>
    );
  }
  return (
    <>
      <div class="actions">
        {may("question.pin") && (
          <button type="button" class="btn btn-sm" aria-pressed={question.is_pinned} onClick={() => pin(judge, question)}>
            {question.is_pinned ? gettext("Off the stage") : gettext("On stage")}
            {isCurrent && <KeyHint of="p" />}
          </button>
        )}
        <button type="button" class="btn btn-sm" onClick={() => answerLive(judge, question)}>
          {gettext("Answered live")}
          {isCurrent && <KeyHint of="l" />}
        </button>
        <button type="button" class="btn btn-sm" onClick={() => begin("answer", question.id)}>
          {gettext("Write an answer")}
          {isCurrent && <KeyHint of="w" />}
        </button>
        <Offered question={question} />
        <button type="button" class="btn btn-sm btn-ghost" aria-expanded={isMore} onClick={() => showMore(!isMore)}>
          {isMore ? gettext("Less") : gettext("More")}
        </button>
        {isMore && <More question={question} />}
      </div>
      <MergedInto question={question} />
    </>
  );
}

export function JudgedActs(props: ItemProps) {
  const judge = useJudge();
  return (
    <LeftToOne question={props.question.id}>
      <OpenActs {...props} judge={judge} />
    </LeftToOne>
  );
}
