/** The questions panel: the inbox of the moderators, my own questions, the room's list, the box to ask. */

import { useState } from "preact/hooks";
import { Composer } from "./composer.tsx";
import { isPaused, useHeld } from "./held.ts";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { Inbox, ModeratorButtons, waitingWords } from "./question_desk.tsx";
import { Byline, RefusalOf, Said, useAct } from "./question_parts.tsx";
import { inOrder, type MyQuestion, type Question } from "./questions.tsx";
import { isInSession, whyShut } from "./session.tsx";
import { offersTab } from "./tabs.tsx";
import { fill, gettext, ngettext } from "./texts.ts";

const LONGEST = 1000;

function UpvoteButton({ question }: { question: Question }) {
  const { store, may, line } = useHere();
  const { act, isBusy, refusal } = useAct();
  const isOnItsWay = line.outbox.entries.value.some(
    (entry) => entry.name === "question.upvote" && entry.data.question === question.id,
  );
  const isMine = store.me.value.upvoted.includes(question.id);
  const isDone = isMine || isOnItsWay;
  const isOff = isDone || isBusy || question.state !== "open" || !may("question.upvote");
  const label = fill(
    ngettext(
      "Support this question: %(count)s person does",
      "Support this question: %(count)s people do",
      question.upvotes,
    ),
    { count: question.upvotes },
  );
  return (
    <span class="upvote-place">
      <button
        type="button"
        class="upvote"
        aria-pressed={isDone}
        aria-disabled={isOff}
        aria-label={label}
        title={isDone ? gettext("You support this question") : label}
        onClick={() => !isOff && act("question.upvote", { question: question.id })}
      >
        <Icon name="chevron-up" />
        <span class="count">{question.upvotes}</span>
      </button>
      <RefusalOf refusal={refusal} />
    </span>
  );
}

function QuestionItem({ question }: { question: Question }) {
  const { store } = useHere();
  const isMine = store.me.value.questions.some((mine) => mine.id === question.id);
  const isAnswered = question.state === "answered";
  return (
    <li class={`question${isAnswered ? " question-answered" : ""}`}>
      <UpvoteButton question={question} />
      <div>
        <Said question={question} />
        <Byline question={question} />
        {(isMine || isAnswered) && (
          <p class="tags">
            {isMine && <span class="tag">{gettext("your question")}</span>}
            {isAnswered && (
              <span class="tag">
                <Icon name="check" />
                {question.answer ? gettext("answered in writing") : gettext("answered live")}
              </span>
            )}
          </p>
        )}
        {question.answer && (
          <blockquote class="answer said" dir="auto">
            {question.answer}
          </blockquote>
        )}
        <ModeratorButtons question={question} />
      </div>
    </li>
  );
}

function fate(question: MyQuestion): string {
  if (question.state === "dismissed") {
    return question.reason
      ? fill(gettext("Not taken up: %(reason)s"), { reason: question.reason })
      : gettext("Not taken up.");
  }
  return gettext("With the moderators; the room sees it once they approve.");
}

/** Mine that the room does not see; an approved one stands in the room's list. */
function MyQuestions() {
  const { store, line } = useHere();
  const mine = store.me.value.questions;
  const known = new Set(mine.map((question) => question.id));
  const unseen = mine.filter((question) => question.state !== "approved");
  const sending = line.outbox.entries.value.filter(
    (entry) => entry.name === "question.ask" && !known.has(entry.made ?? ""),
  );
  if (unseen.length + sending.length === 0) {
    return null;
  }
  return (
    <section class="mine">
      <h2 class="panel-title">{gettext("My questions")}</h2>
      <ul>
        {unseen.map((question) => (
          <li key={question.id}>
            <Said question={question} />
            <p class={question.state === "dismissed" ? "fate fate-dismissed" : "fate"}>{fate(question)}</p>
          </li>
        ))}
        {sending.map((entry) => (
          <li key={entry.id}>
            <p class="said question-text" dir="auto">
              {String(entry.data.text)}
            </p>
            <p class="fate">
              {entry.state === "failed" ? (
                <>
                  {fill(gettext("Not sent. %(reason)s"), { reason: entry.refusal?.text ?? "" })}{" "}
                  <button type="button" class="link" onClick={() => line.retry(entry.id)}>
                    {gettext("Try again")}
                  </button>{" "}
                  <button type="button" class="link" onClick={() => line.outbox.discard(entry.id)}>
                    {gettext("Discard")}
                  </button>
                </>
              ) : (
                gettext("sending…")
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RoomQuestions() {
  const { store } = useHere();
  const [isTouched, setTouched] = useState(false);
  const questions = store.room.value.questions;
  const { shown, fresh } = useHeld(inOrder(questions), isTouched || isPaused.value);
  const release = () => {
    isPaused.value = false;
    setTouched(false);
  };
  return (
    <section
      onPointerEnter={() => setTouched(true)}
      onPointerLeave={() => setTouched(false)}
      onFocusIn={() => setTouched(true)}
      onFocusOut={() => setTouched(false)}
    >
      {fresh > 0 && (
        <button type="button" class="btn btn-sm btn-primary" onClick={release}>
          {fill(ngettext("%(count)s new", "%(count)s new", fresh), { count: fresh })}
        </button>
      )}
      <ul class="questions">
        {shown.map((question) => (
          <QuestionItem key={question.id} question={question} />
        ))}
      </ul>
      {store.isReady.value && questions.length === 0 && (
        <p class="quiet panel-pad">{gettext("No question is before the room yet.")}</p>
      )}
    </section>
  );
}

function AskForm() {
  const { store, line, may, config } = useHere();
  const state = store.isReady.value ? store.room.value.session.state : config.state;
  if (!may("question.ask") || !isInSession(state)) {
    return <p class="quiet panel-pad">{whyShut(state) || gettext("You may read the questions, but not ask.")}</p>;
  }
  return (
    <Composer
      place="question"
      label={gettext("Ask a question…")}
      button={gettext("Send question")}
      most={LONGEST}
      note={gettext("Visible to the moderators; once they approve it, to everyone in this room.")}
      say={(text) => line.say("question.ask", { text }, true)}
    />
  );
}

function QuestionsPanel() {
  return (
    <>
      <div class="panel-scroll">
        <Inbox />
        <MyQuestions />
        <RoomQuestions />
      </div>
      <AskForm />
    </>
  );
}

offersTab(20, ({ store }) => {
  const waiting = store.staff.value.questions.length;
  const open = store.room.value.questions.filter((question) => question.state === "open").length;
  const openWords = ngettext("%(count)s open question", "%(count)s open questions", open);
  return {
    id: "questions",
    label: gettext("Questions"),
    icon: "message-circle-question-mark",
    count: waiting || open,
    counted: waiting ? waitingWords(waiting) : fill(openWords, { count: open }),
    isUrgent: waiting > 0,
    panel: () => <QuestionsPanel />,
  };
});
