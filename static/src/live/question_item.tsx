/** One question before the room: its support, who asks, what became of it, and what one may do about it. */

import { Component } from "preact";
import { desk } from "./afterwards.tsx";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { AnswerForm } from "./question_answer.tsx";
import { begin, refused } from "./question_doing.ts";
import type { ItemProps } from "./question_known.ts";
import { OfferedAlone } from "./question_offered.tsx";
import { Byline, Named, Original, RefusalOf, Said, useAct, Who } from "./question_parts.tsx";
import { RetractForm } from "./question_retract.tsx";
import { fill, gettext, language, ngettext } from "./texts.ts";
import { hour } from "./times.ts";

const JudgedActs = desk.part("JudgedActs");

function supportWords({ question, isMine, isAskedToo }: ItemProps): string {
  const { upvotes: count } = question;
  if (isMine) {
    return fill(ngettext("Your question: %(count)s person supports it", "Your question: %(count)s people support it", count), {
      count,
    });
  }
  const words = isAskedToo
    ? ngettext("You asked the same: %(count)s person supports it", "You asked the same: %(count)s people support it", count)
    : ngettext("Support this question: %(count)s person does", "Support this question: %(count)s people do", count);
  return fill(words, { count });
}

export function Support(props: ItemProps) {
  const { question, isMine, isAskedToo, isSupported, isVoting } = props;
  const { may } = useHere();
  const { act, isBusy, refusal } = useAct();
  const isOpen = question.state === "open";
  const isOff = isBusy || isVoting || isMine || isAskedToo || !isOpen || !may("question.upvote");
  const label = supportWords(props);
  const again = gettext("You support this question; press again to take that back");
  const press = () => act(isSupported ? "question.unvote" : "question.upvote", { question: question.id });
  return (
    <span class="upvote-place">
      <button
        type="button"
        class="upvote"
        aria-pressed={isSupported}
        aria-disabled={isOff}
        aria-label={label}
        title={isSupported && !isOff ? again : label}
        onClick={() => !isOff && press()}
      >
        <Icon name="chevron-up" />
        <span class="count">{question.upvotes}</span>
      </button>
      <RefusalOf refusal={refusal} />
    </span>
  );
}

function Edited({ at }: { at: string }) {
  const { config } = useHere();
  return <span class="tag">{fill(gettext("edited at %(time)s"), { time: hour(at, config.zone) })}</span>;
}

function Tags({ question, isMine, isAskedToo, isStaged }: ItemProps) {
  const count = question.merged.length;
  const united = ngettext("united with %(count)s other", "united with %(count)s others", count);
  if (!(isMine || isAskedToo || isStaged || count || question.edited_at)) {
    return null;
  }
  return (
    <p class="tags">
      {isStaged && (
        <span class="tag tag-stage">
          <Icon name="pin" />
          {gettext("on stage now")}
        </span>
      )}
      {isMine && <span class="tag">{gettext("your question")}</span>}
      {isAskedToo && <span class="tag">{gettext("you asked the same")}</span>}
      {count > 0 && <span class="tag">{fill(united, { count })}</span>}
      {question.edited_at && <Edited at={question.edited_at} />}
    </p>
  );
}

/** A day of the wire in the reader's words. */
export function dayWords(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const options = { day: "numeric", month: "long", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(language(), options).format(new Date(Date.UTC(year, month - 1, date)));
}

function Promised({ question, owner }: ItemProps) {
  if (question.state !== "open" || !question.owner || !question.due_on) {
    return null;
  }
  const sentence = fill(gettext("%(name)s answers by %(day)s"), { day: dayWords(question.due_on) });
  return (
    <p class="promised">
      <Named sentence={sentence} name={<Who person={owner} />} />
    </p>
  );
}

function Answer({ question }: ItemProps) {
  const { config } = useHere();
  if (question.state !== "answered") {
    return null;
  }
  const words = question.answer ? gettext("answered in writing, %(time)s") : gettext("answered live, %(time)s");
  return (
    <>
      <p class="tags">
        <span class="tag">
          <Icon name="check" />
          {fill(words, { time: hour(question.answered_at ?? question.at, config.zone) })}
        </span>
      </p>
      {question.answer && (
        <blockquote class="answer said" dir="auto">
          {question.answer}
        </blockquote>
      )}
    </>
  );
}

/** What whoever asked, or is to answer, may do, though they moderate nothing. */
function OwnActs({ question, isMine, isModerator, doing }: ItemProps) {
  const { config, may } = useHere();
  const isOwner = question.owner === config.person_id && !isModerator;
  if (doing === "retract") {
    return <RetractForm question={question} />;
  }
  if (doing === "answer" && isOwner) {
    return <AnswerForm question={question} />;
  }
  const mayRetract = isMine && question.state === "open" && may("question.retract");
  if (!isOwner && !mayRetract) {
    return null;
  }
  return (
    <div class="actions">
      {isOwner && (
        <button type="button" class="btn btn-sm btn-primary" onClick={() => begin("answer", question.id)}>
          {question.answer ? gettext("Change the answer") : gettext("Write an answer")}
        </button>
      )}
      {mayRetract && (
        <button type="button" class="btn btn-sm btn-ghost" onClick={() => begin("retract", question.id)}>
          {gettext("Take back…")}
        </button>
      )}
    </div>
  );
}

function Item(props: ItemProps) {
  const { question, asker, isModerator, isStaged, isCurrent, original, underway } = props;
  const looks = [
    "question",
    question.state === "answered" && "question-answered",
    isStaged && "question-staged",
    isCurrent && isModerator && "row-current",
  ];
  return (
    <li
      class={looks.filter(Boolean).join(" ")}
      data-question={question.id}
      tabIndex={-1}
      aria-current={isCurrent && isModerator ? "true" : undefined}
    >
      <Support {...props} />
      <div class="question-body">
        <Said question={question} />
        <Byline question={question} asker={asker} />
        <Tags {...props} />
        <Promised {...props} />
        <Answer {...props} />
        <Original text={isModerator ? original : null} />
        {underway ? <p class="fate">{underway}</p> : isModerator ? <JudgedActs {...props} /> : null}
        <OwnActs {...props} />
        {!isModerator && <OfferedAlone question={question} />}
        {refused.value?.at === question.id && <RefusalOf refusal={refused.value.text} />}
      </div>
    </li>
  );
}

/** Five hundred rows redraw only where something of theirs has changed. */
export class QuestionItem extends Component<ItemProps> {
  override shouldComponentUpdate(next: ItemProps): boolean {
    const keys = Object.keys(next) as (keyof ItemProps)[];
    return keys.some((key) => next[key] !== this.props[key]);
  }

  override render() {
    return <Item {...this.props} />;
  }
}
