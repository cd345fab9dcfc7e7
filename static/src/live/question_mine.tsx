/** My questions that do not stand in the room's list: on their way, waiting, put aside or united. */

import { useHere } from "./here.ts";
import type { Entry } from "./outbox.ts";
import { EditForm } from "./question_answer.tsx";
import { begin, focusOnRow, isDoing, refused, underway } from "./question_doing.ts";
import { RefusalOf, Said } from "./question_parts.tsx";
import { RetractForm } from "./question_retract.tsx";
import type { MyQuestion } from "./questions.ts";
import { fill, gettext } from "./texts.ts";

const ASKING = new Set(["question.ask", "question.ask_unnamed"]);

function fate({ state, reason }: MyQuestion): string {
  if (state === "dismissed") {
    return reason ? fill(gettext("Not taken up: %(reason)s"), { reason }) : gettext("Not taken up.");
  }
  return state === "merged"
    ? gettext("United with another question that asks the same; your support counts there:")
    : gettext("With the moderators; the room sees it once they approve.");
}

/** The question that mine is now one with, where the room sees it. */
function Target({ id }: { id: string }) {
  const target = useHere().store.room.value.questions.find((question) => question.id === id);
  return target ? (
    <p>
      <button type="button" class="link" onClick={() => focusOnRow(id)}>
        <bdi lang={target.lang}>{target.text}</bdi>
      </button>
    </p>
  ) : (
    <p class="fate">{gettext("It is not before the room yet.")}</p>
  );
}

function Steps({ question }: { question: MyQuestion }) {
  const { may } = useHere();
  const { id, state } = question;
  if (isDoing("edit", id)) {
    return <EditForm question={question} original={question.original} isMine />;
  }
  if (isDoing("retract", id)) {
    return <RetractForm question={question} />;
  }
  if (state !== "waiting" || underway.value.has(id)) {
    return null;
  }
  return (
    <div class="actions">
      {may("question.edit") && (
        <button type="button" class="btn btn-sm" onClick={() => begin("edit", id)}>
          {gettext("Edit…")}
        </button>
      )}
      {may("question.retract") && (
        <button type="button" class="btn btn-sm btn-ghost" onClick={() => begin("retract", id)}>
          {gettext("Take back…")}
        </button>
      )}
    </div>
  );
}

function MyItem({ question }: { question: MyQuestion }) {
  const { id, state, naming, into } = question;
  return (
    <li data-question={id} tabIndex={-1}>
      <Said question={question} />
      <p class={state === "dismissed" ? "fate fate-dismissed" : "fate"}>
        {underway.value.get(id) ?? fate(question)}
        {naming === "hidden" && state === "waiting" && ` ${gettext("Only they see that it is you.")}`}
      </p>
      {state === "merged" && into && <Target id={into} />}
      <Steps question={question} />
      {refused.value?.at === id && <RefusalOf refusal={refused.value.text} />}
    </li>
  );
}

function Sending({ entry }: { entry: Entry }) {
  const { line } = useHere();
  return (
    <li>
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
        ) : entry.name === "question.ask_unnamed" ? (
          gettext("sending without your name…")
        ) : (
          gettext("sending…")
        )}
      </p>
    </li>
  );
}

/** A moderator's own waiting question stands in the inbox and not here as well. */
export function MyQuestions({ isModerator }: { isModerator: boolean }) {
  const { store, line } = useHere();
  const mine = store.me.value.questions;
  const known = new Set(mine.map((question) => question.id));
  const unseen = mine.filter(
    ({ state }) => state !== "approved" && !(isModerator && state === "waiting"),
  );
  const sending = line.outbox.entries.value.filter(
    (entry) => ASKING.has(entry.name) && entry.state !== "done" && !known.has(entry.made ?? ""),
  );
  if (unseen.length + sending.length === 0) {
    return null;
  }
  return (
    <section class="mine" aria-labelledby="mine-heading">
      <h2 class="panel-title" id="mine-heading">
        {gettext("My questions")}
      </h2>
      <ul>
        {unseen.map((question) => (
          <MyItem key={question.id} question={question} />
        ))}
        {sending.map((entry) => (
          <Sending key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  );
}
