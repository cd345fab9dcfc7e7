/** The moderators' side of the questions: what waits for approval, and how a question is answered. */

import { useState } from "preact/hooks";
import { isPaused, useHeld } from "./held.ts";
import { useHere } from "./here.ts";
import { Byline, RefusalOf, Said, useAct } from "./question_parts.tsx";
import type { Question, WaitingQuestion } from "./questions.tsx";
import { fill, gettext, ngettext } from "./texts.ts";

function WaitingItem({ question }: { question: WaitingQuestion }) {
  const { act, isBusy, refusal } = useAct();
  const [reason, setReason] = useState<string | null>(null);
  const id = { question: question.id };
  return (
    <li class="waiting">
      <Said question={question} />
      <Byline question={question} />
      {reason === null ? (
        <div class="actions">
          <button type="button" class="btn btn-sm btn-primary" disabled={isBusy} onClick={() => act("question.approve", id)}>
            {gettext("Approve")}
          </button>
          <button type="button" class="btn btn-sm" disabled={isBusy} onClick={() => setReason("")}>
            {gettext("Dismiss")}
          </button>
        </div>
      ) : (
        <form
          class="answer-form"
          onSubmit={(event) => {
            event.preventDefault();
            void act("question.dismiss", reason ? { ...id, reason } : id);
          }}
        >
          <label>
            <span class="quiet">{gettext("Reason, shown to the person who asked (may stay empty)")}</span>
            <input value={reason} maxLength={500} onInput={(event) => setReason(event.currentTarget.value)} />
          </label>
          <button type="submit" class="btn btn-sm btn-warning" disabled={isBusy}>
            {gettext("Dismiss")}
          </button>{" "}
          <button type="button" class="btn btn-sm" onClick={() => setReason(null)}>
            {gettext("Cancel")}
          </button>
        </form>
      )}
      <RefusalOf refusal={refusal} />
    </li>
  );
}

export function waitingWords(count: number): string {
  return fill(ngettext("%(count)s question waits for you", "%(count)s questions wait for you", count), { count });
}

export function Inbox() {
  const { store, may } = useHere();
  const waiting = store.staff.value.questions;
  const { shown } = useHeld(waiting, isPaused.value);
  if (!may("question.approve")) {
    return null;
  }
  const now = new Set(waiting.map((question) => question.id));
  return (
    <section class="inbox">
      <h2 class="panel-title">{waitingWords(waiting.length)}</h2>
      <ul>
        {shown
          .filter((question) => now.has(question.id))
          .map((question) => (
            <WaitingItem key={question.id} question={question} />
          ))}
      </ul>
    </section>
  );
}

function AnswerForm({ onAnswer, onClose }: { onAnswer: (text: string) => void; onClose: () => void }) {
  const [text, setText] = useState("");
  return (
    <form
      class="answer-form"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(text.trim());
      }}
    >
      <label>
        <span class="quiet">{gettext("Your written answer, visible to everyone")}</span>
        <textarea rows={3} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <button type="submit" class="btn btn-sm btn-primary" disabled={!text.trim()}>
        {gettext("Publish the answer")}
      </button>{" "}
      <button type="button" class="btn btn-sm" onClick={onClose}>
        {gettext("Cancel")}
      </button>
    </form>
  );
}

export function ModeratorButtons({ question }: { question: Question }) {
  const { may } = useHere();
  const { act, isBusy, refusal } = useAct();
  const [isWriting, setWriting] = useState(false);
  if (question.state !== "open" || !may("question.answer")) {
    return null;
  }
  const id = { question: question.id };
  if (isWriting) {
    const publish = async (text: string) => {
      if (await act("question.answer", { ...id, text })) {
        setWriting(false);
      }
    };
    return (
      <>
        <AnswerForm onAnswer={publish} onClose={() => setWriting(false)} />
        <RefusalOf refusal={refusal} />
      </>
    );
  }
  return (
    <div class="actions">
      <button type="button" class="btn btn-xs" disabled={isBusy} onClick={() => act("question.answer", id)}>
        {gettext("Answered live")}
      </button>
      <button type="button" class="btn btn-xs" onClick={() => setWriting(true)}>
        {gettext("Write an answer")}
      </button>
      {may("question.dismiss") && (
        <button type="button" class="btn btn-xs btn-ghost" disabled={isBusy} onClick={() => act("question.dismiss", id)}>
          {gettext("Withdraw")}
        </button>
      )}
      <RefusalOf refusal={refusal} />
    </div>
  );
}
