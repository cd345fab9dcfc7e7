/** The moderators' keys: the whole way of a question without a pointer. */

import { useEffect } from "preact/hooks";
import { useHere } from "./here.ts";
import { answerLive, pin } from "./question_acts.tsx";
import { begin, current, type Doing, isLookedAt, lastUndo, type List, list, task } from "./question_doing.ts";
import { isWithAnother, takeOrLeave, useHandlingWhileWriting } from "./question_handling.tsx";
import { approve, restore } from "./question_inbox.tsx";
import { step, useJudge, useUndo } from "./question_judging.ts";
import type { Question } from "./questions.ts";
import { offersShortcut, type Shortcut } from "./shortcuts.ts";
import { gettext } from "./texts.ts";
import type { CommandName } from "./wire.ts";

/** Show another list, with the keys on its first row. */
export function turnTo(which: List): void {
  list.value = which;
  current.value = null;
  requestAnimationFrame(() => {
    step(1);
    if (current.peek() === null) {
      document.getElementById("desk-heading")?.focus();
    }
  });
}

/** Offer the keys while the desk is on the page; nothing of it is seen. */
export function DeskKeys(): null {
  const here = useHere();
  const { store, may } = here;
  const judge = useJudge();
  const undo = useUndo();
  useHandlingWhileWriting();
  useEffect(() => {
    const isDesk = () => isLookedAt.value && may("question.approve");
    const isAtRow = () => isDesk() && task.value === null && current.value !== null;
    // What another moderator sees to is theirs, until it is taken over.
    const isFree = () => isAtRow() && !isWithAnother(here, current.value ?? "");
    const open = (): Question | undefined =>
      store.room.value.questions.find(({ id, state }) => id === current.value && state === "open");
    const isWaiting = () => store.staff.value.questions.some(({ id }) => id === current.value);
    const isAside = () => store.staff.value.dismissed.some(({ id }) => id === current.value);
    const at = () => current.peek() ?? "";
    const form = (key: string, kind: Doing, command: CommandName, label: () => string, isOn: () => boolean): Shortcut => ({
      key,
      label,
      act: () => begin(kind, at()),
      isOffered: () => isFree() && may(command) && isOn(),
    });
    const keys: Shortcut[] = [
      { key: "j", label: () => gettext("Next question"), act: () => step(1), isOffered: isDesk },
      { key: "k", label: () => gettext("Question before"), act: () => step(-1), isOffered: isDesk },
      { key: "i", label: () => gettext("Questions that wait"), act: () => turnTo("waiting"), isOffered: isDesk },
      { key: "o", label: () => gettext("Open questions"), act: () => turnTo("open"), isOffered: isDesk },
      {
        key: "a",
        label: () => (isAside() ? gettext("Take it up again") : gettext("Approve it")),
        act: () => (isAside() ? restore(judge, at()) : approve(judge, at())),
        isOffered: () => isFree() && (isWaiting() || isAside()),
      },
      form("d", "dismiss", "question.dismiss", () => gettext("Dismiss it, with a reason"), () => isWaiting() || Boolean(open())),
      form("m", "merge", "question.merge", () => gettext("Unite it with another"), () => isWaiting() || Boolean(open())),
      form("e", "edit", "question.edit", () => gettext("Edit it"), () => isWaiting() || Boolean(open())),
      form("w", "answer", "question.answer", () => gettext("Write an answer"), () => Boolean(open())),
      {
        key: "h",
        label: () => (isWithAnother(here, at()) ? gettext("Take it over") : gettext("I see to it, or no more")),
        act: () => void takeOrLeave(here, at()),
        isOffered: () => isAtRow() && may("question.handle") && (isWaiting() || Boolean(open())),
      },
      {
        key: "p",
        label: () => (open()?.is_pinned ? gettext("Take it off the stage") : gettext("Put it on stage")),
        act: () => pin(judge, open() as Question),
        isOffered: () => isFree() && may("question.pin") && Boolean(open()),
      },
      {
        key: "l",
        label: () => gettext("It was answered live"),
        act: () => answerLive(judge, open() as Question),
        isOffered: () => isFree() && Boolean(open()),
      },
      {
        key: "z",
        label: () => gettext("Take back what I did last"),
        act: () => void undo(),
        isOffered: () => isDesk() && lastUndo.value !== null,
      },
    ];
    const stops = keys.map(offersShortcut);
    return () => {
      for (const stop of stops) {
        stop();
      }
    };
  }, []);
  return null;
}
