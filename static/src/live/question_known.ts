/** What a row of the room's list is drawn from: worked out once for all rows, so that each redraws by itself. */

import { useComputed } from "@preact/signals";
import { useHere } from "./here.ts";
import type { Entry } from "./outbox.ts";
import type { Person } from "./people.ts";
import { task, underway } from "./question_doing.ts";
import { isOfFamily } from "./question_order.ts";
import type { Question } from "./questions.ts";

export interface ItemProps {
  question: Question;
  /** Who asks, as far as the reader may know. */
  asker: Person | undefined;
  owner: Person | undefined;
  /** What was first asked, for moderators. */
  original: string | null;
  isMine: boolean;
  /** One of mine was united with it, and counts as my support. */
  isAskedToo: boolean;
  isSupported: boolean;
  /** My support is on its way. */
  isVoting: boolean;
  isModerator: boolean;
  /** On stage now, while the session goes on. */
  isStaged: boolean;
  isCurrent: boolean;
  /** The form that is open in it. */
  doing: string;
  /** A command about it is on its way, in words. */
  underway: string;
}

function votesUnderway(entries: Entry[]): Map<string, boolean> {
  const votes = new Map<string, boolean>();
  for (const { name, data, state } of entries) {
    if (state !== "failed" && (name === "question.upvote" || name === "question.unvote")) {
      votes.set(String(data.question), name === "question.upvote");
    }
  }
  return votes;
}

/** Return what gives a question's row its properties; each stays equal until something of it changes. */
export function useItemProps(): (question: Question, current: string | null) => ItemProps {
  const { store, line, may } = useHere();
  const people = useComputed(() => store.room.value.people).value;
  const behind = useComputed(() => new Map(store.staff.value.behind.map((row) => [row.id, row]))).value;
  const upvoted = useComputed(() => new Set(store.me.value.upvoted)).value;
  const mine = useComputed(() => new Set(store.me.value.questions.map((row) => row.id))).value;
  const votes = useComputed(() => votesUnderway(line.outbox.entries.value)).value;
  const isOver = useComputed(() => store.room.value.session.state === "ended").value;
  const open = task.value;
  const onTheirWay = underway.value;
  const isModerator = may("question.approve");
  return (question, current) => {
    const known = behind.get(question.id);
    const isAskedToo = question.merged.some((id) => mine.has(id));
    return {
      question,
      asker: people[question.person ?? ""] ?? known?.asker ?? undefined,
      owner: question.owner ? people[question.owner] : undefined,
      original: known?.original ?? null,
      isMine: mine.has(question.id),
      isAskedToo,
      isSupported: isAskedToo || (votes.get(question.id) ?? isOfFamily(upvoted, question)),
      isVoting: votes.has(question.id),
      isModerator,
      isStaged: question.is_pinned && question.state === "open" && !isOver,
      isCurrent: question.id === current,
      doing: open?.question === question.id ? open.kind : "",
      underway: onTheirWay.get(question.id) ?? "",
    };
  };
}
