/** A moderator's judgement from a row: the focus goes on to the next, the row says how it fares. */

import { useHere } from "./here.ts";
import {
  current,
  focusOnRow,
  lastUndo,
  type QuestionCommand,
  refused,
  rowOf,
  settled,
  task,
  tell,
  type Undo,
  underway,
} from "./question_doing.ts";
import { fill, gettext } from "./texts.ts";
import type { Commands } from "./wire.gen.ts";

/** A co-moderator was quicker: nothing went wrong, and there is nothing to do. */
const CALM = new Set([
  "question.already_open",
  "question.answered",
  "question.dismissed",
  "question.merged",
  "question.pinned",
  "question.retracted",
  "not_found",
]);

export interface Judgement {
  question: string;
  /** While it is on its way, at the row. */
  doing: string;
  /** Once it is done. */
  done: string;
  undo?: Undo;
  /** The row leaves the list that it is in. */
  isLeaving?: boolean;
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("#panel-questions .desk-rows > [data-question]")];
}

/** Go to the row after (or before) the one on which the keys act; the first where there is none. */
export function step(by: 1 | -1): void {
  const all = rows();
  const at = all.findIndex((row) => row.dataset.question === current.peek());
  const next = at < 0 ? all[0] : all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next?.dataset.question) {
    current.value = next.dataset.question;
    focusOnRow(next.dataset.question);
  }
}

/** The row that leaves hands the focus on, so that it is never lost. */
function goOn(question: string): void {
  const all = rows();
  const at = all.findIndex((row) => row.dataset.question === question);
  const next = all[at + 1] ?? all[at - 1];
  if (at >= 0 && next?.dataset.question) {
    current.value = next.dataset.question;
    focusOnRow(next.dataset.question);
  } else {
    focusOnHeading();
  }
}

/** Where the focus goes when its row is gone and no other is there. */
function focusOnHeading(): void {
  const place = document.getElementById("desk-heading") ?? document.getElementById("tab-questions");
  place?.focus({ preventScroll: true });
}

function note(question: string, doing: string | null): void {
  const now = new Map(underway.peek());
  if (doing === null) {
    now.delete(question);
  } else {
    now.set(question, doing);
  }
  underway.value = now;
}

function leave(question: string): void {
  settled.value = new Set([...settled.peek(), question]);
}

/** Close the form at a row; without one to go on to, its row has the focus again. */
function closeForm(question: string, isLeaving: boolean): void {
  task.value = null;
  if (isLeaving) {
    goOn(question);
  } else {
    focusOnRow(question);
  }
}

export function useJudge() {
  const { line } = useHere();
  return async <N extends QuestionCommand>(name: N, data: Commands[N], about: Judgement): Promise<boolean> => {
    const { question, isLeaving = false } = about;
    if (underway.peek().has(question)) {
      return false;
    }
    const form = task.peek();
    refused.value = null;
    note(question, about.doing);
    closeForm(question, isLeaving);
    const reply = await line.say(name, data);
    note(question, null);
    if (reply.ok) {
      if (isLeaving) {
        leave(question);
      }
      tell(about.done, about.undo);
    } else if (CALM.has(reply.code) && isLeaving) {
      leave(question);
      tell(fill(gettext("Somebody else was quicker. %(reason)s"), { reason: reply.text }));
    } else {
      refused.value = { at: question, text: reply.text || gettext("That was not taken.") };
      // What was typed into its form is still there.
      task.value ??= form;
    }
    return reply.ok;
  };
}

/** Take back the last of my judgements that can be; says at the row or below the lists how it went. */
export function useUndo() {
  const { line } = useHere();
  return async (undo: Undo | null = lastUndo.peek()) => {
    if (!undo) {
      return;
    }
    lastUndo.value = null;
    const reply = await line.say(undo.command, { question: undo.question });
    if (reply.ok) {
      const others = [...settled.peek()].filter((id) => id !== undo.question);
      settled.value = new Set(others);
      tell(gettext("Taken back: it is where it was."));
    } else {
      tell(reply.text || gettext("That was not taken."));
    }
    if (!rowOf(document.activeElement?.getAttribute("data-question") ?? "")) {
      focusOnHeading();
    }
  };
}
