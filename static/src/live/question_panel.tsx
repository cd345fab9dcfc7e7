/** The questions panel: my own, the room's list or the moderators' desk, and the box to ask. */

import { signal, useComputed } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { isInSight } from "./attention.ts";
import { isPaused } from "./held.ts";
import { type Here, useHere } from "./here.ts";
import { AskPlace } from "./question_ask.tsx";
import { Desk, waitingWords } from "./question_desk.tsx";
import { isLookedAt } from "./question_doing.ts";
import { useKeys } from "./question_keys.ts";
import { RoomQuestions } from "./question_list.tsx";
import { MyQuestions } from "./question_mine.tsx";
import { Told } from "./question_told.tsx";
import type { Question } from "./questions.ts";
import { offersTab } from "./tabs.tsx";
import { fill, gettext, ngettext } from "./texts.ts";

/** What of the room's list the reader has had before them; unknown until the room is there. */
const seen = signal<ReadonlySet<string> | null>(null);

export function QuestionsPanel({ isShown }: { isShown: boolean }) {
  const { store, may } = useHere();
  const isModerator = may("question.approve");
  useKeys();
  useLayoutEffect(() => {
    isLookedAt.value = isShown;
  }, [isShown]);
  useSeen(isShown && isInSight.value && !isPaused.value);
  if (isModerator && store.isReady.value) {
    return <Desk />;
  }
  return (
    <>
      <div class="panel-scroll">
        <MyQuestions isModerator={isModerator} />
        <RoomQuestions />
      </div>
      <Told />
      <AskPlace />
    </>
  );
}

/** Of those I did not ask: which I have not had before me. */
function freshQuestions({ store }: Here): number {
  const known = seen.value;
  const mine = new Set(store.me.value.questions.map(({ id }) => id));
  const isNew = ({ id, state }: Question) => state === "open" && !known?.has(id) && !mine.has(id);
  return known ? store.room.value.questions.filter(isNew).length : 0;
}

/** While the panel is looked at, what stands in it is known; so is what was there on coming in. */
function useSeen(isLooking: boolean): void {
  const { store } = useHere();
  const questions = useComputed(() => store.room.value.questions).value;
  const isReady = store.isReady.value;
  useEffect(() => {
    if (isReady && (isLooking || seen.peek() === null)) {
      seen.value = new Set(questions.map(({ id }) => id));
    }
  }, [questions, isLooking, isReady]);
}

offersTab(20, (here) => {
  const { store } = here;
  const waiting = store.staff.value.questions.length;
  const open = store.room.value.questions.filter((question) => question.state === "open").length;
  const fresh = freshQuestions(here);
  const freshWords = ngettext("%(count)s new question", "%(count)s new questions", fresh);
  const openWords = ngettext("%(count)s open question", "%(count)s open questions", open);
  return {
    id: "questions",
    label: gettext("Questions"),
    icon: "message-circle-question-mark",
    count: waiting || fresh || open,
    counted: waiting
      ? waitingWords(waiting)
      : fresh
        ? fill(freshWords, { count: fresh })
        : fill(openWords, { count: open }),
    isUrgent: waiting > 0 || fresh > 0,
    unread: waiting || fresh,
    panel: (isShown) => <QuestionsPanel isShown={isShown} />,
  };
});
