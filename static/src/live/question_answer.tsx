/** The forms at a question: a written answer, a change of its text, who answers it by when, a reason. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useHere } from "./here.ts";
import { nameOf } from "./people.ts";
import { finish } from "./question_doing.ts";
import { useJudge } from "./question_judging.ts";
import { Original, useKeptText } from "./question_parts.tsx";
import type { Undo } from "./question_doing.ts";
import { gettext, language } from "./texts.ts";

const LONGEST = 1000;
const LONGEST_ANSWER = 4000;
const LONGEST_REASON = 500;
const DAYS = 14;

interface Framed {
  label: string;
  isReady: boolean;
  yes: string;
  onYes: () => void;
  isGrave?: boolean;
  children: ComponentChildren;
}

/** A form in the place of a row's buttons; Escape closes it, and its first field has the focus. */
export function RowForm({ label, isReady, yes, onYes, isGrave, children }: Framed) {
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>("textarea, input, select")?.focus({ preventScroll: true });
    form.current?.closest("[data-question]")?.scrollIntoView({ block: "nearest" });
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <form
      class="answer-form"
      ref={form}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) {
          onYes();
        }
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          finish();
        }
      }}
    >
      {children}
      <button type="submit" class={`btn btn-sm ${isGrave ? "btn-warning" : "btn-primary"}`} disabled={!isReady}>
        {yes}
      </button>{" "}
      <button type="button" class="btn btn-sm" onClick={finish}>
        {gettext("Cancel")}
      </button>
    </form>
  );
}

/** An answer for everyone to read; of a question answered before, it replaces what was there. */
export function AnswerForm({ question }: { question: { id: string; answer: string | null; state: string } }) {
  const judge = useJudge();
  const [text, setText] = useKeptText(`answer:${question.id}`, question.answer ?? "");
  const publish = async () => {
    const isLeaving = question.state === "open";
    const done = await judge("question.answer", { question: question.id, text: text.trim() }, {
      question: question.id,
      doing: gettext("publishing the answer…"),
      done: gettext("The answer is published."),
      isLeaving,
      ...(isLeaving ? { undo: { question: question.id, command: "question.restore" } satisfies Undo } : {}),
    });
    if (done) {
      setText("");
    }
  };
  return (
    <RowForm label={gettext("Write an answer")} yes={gettext("Publish the answer")} isReady={text.trim() !== ""} onYes={publish}>
      <label>
        <span class="quiet">{gettext("Your written answer, visible to everyone")}</span>
        <textarea
          rows={3}
          value={text}
          maxLength={LONGEST_ANSWER}
          dir="auto"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
    </RowForm>
  );
}

interface Changing {
  question: { id: string; text: string };
  original: string | null | undefined;
  isMine?: boolean;
}

/** Another wording; what was first asked is kept beside it. */
export function EditForm({ question, original, isMine }: Changing) {
  const judge = useJudge();
  const [text, setText] = useKeptText(`edit:${question.id}`, question.text);
  const save = async () => {
    const done = await judge("question.edit", { question: question.id, text: text.trim() }, {
      question: question.id,
      doing: gettext("saving…"),
      done: gettext("The question is changed."),
    });
    if (done) {
      setText("");
    }
  };
  const isReady = text.trim() !== "" && text.trim() !== question.text;
  return (
    <RowForm label={gettext("Edit the question")} yes={gettext("Save")} isReady={isReady} onYes={save}>
      <label>
        <span class="quiet">
          {isMine
            ? gettext("Your question; it can be changed until a moderator lets it through")
            : gettext("The question as everyone will read it; what was first asked is kept")}
        </span>
        <textarea
          rows={3}
          value={text}
          maxLength={LONGEST}
          dir="auto"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <Original text={isMine ? null : original} />
    </RowForm>
  );
}

/** Putting aside, with a reason for who asked. */
export function DismissForm({ question, isLeaving = true }: { question: { id: string }; isLeaving?: boolean }) {
  const judge = useJudge();
  const [reason, setReason] = useKeptText(`dismiss:${question.id}`);
  const dismiss = async () => {
    const data = reason.trim() ? { question: question.id, reason: reason.trim() } : { question: question.id };
    const done = await judge("question.dismiss", data, {
      question: question.id,
      doing: gettext("putting aside…"),
      done: gettext("Put aside."),
      undo: { question: question.id, command: "question.restore" },
      isLeaving,
    });
    if (done) {
      setReason("");
    }
  };
  return (
    <RowForm label={gettext("Dismiss")} yes={gettext("Dismiss")} isReady isGrave onYes={dismiss}>
      <label>
        <span class="quiet">{gettext("Reason, shown to the person who asked (may stay empty)")}</span>
        <input value={reason} maxLength={LONGEST_REASON} dir="auto" onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
    </RowForm>
  );
}

/** A day as forms and the wire write it, so many days from now. */
function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Who answers by when what can't be answered now. */
export function AssignForm({ question }: { question: { id: string; owner: string | null; due_on: string | null } }) {
  const { store, config } = useHere();
  const judge = useJudge();
  const [owner, setOwner] = useState(question.owner ?? config.person_id);
  const [day, setDay] = useState(question.due_on ?? dayFromNow(DAYS));
  const order = new Intl.Collator(language());
  const people = Object.entries(store.room.value.people)
    .map(([id, person]) => ({ id, name: nameOf(person) }))
    .sort((a, b) => order.compare(a.name, b.name));
  const assign = () =>
    void judge("question.assign", { question: question.id, owner, due_on: day }, {
      question: question.id,
      doing: gettext("saving…"),
      done: gettext("Everyone sees who answers, and by when."),
    });
  return (
    <RowForm label={gettext("Who answers it later")} yes={gettext("Save")} isReady={Boolean(owner && day)} onYes={assign}>
      <label>
        <span class="quiet">{gettext("Who answers it")}</span>
        <select class="select select-sm" value={owner} onChange={(event) => setOwner(event.currentTarget.value)}>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="quiet">{gettext("By which day")}</span>
        <input type="date" required value={day} min={dayFromNow(0)} onInput={(event) => setDay(event.currentTarget.value)} />
      </label>
    </RowForm>
  );
}
