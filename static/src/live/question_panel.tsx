/** The questions panel: my own, the room's list or the moderators' desk, and the box to ask. */

import { useLayoutEffect } from "preact/hooks";
import { useHere } from "./here.ts";
import { AskPlace } from "./question_ask.tsx";
import { Desk, waitingWords } from "./question_desk.tsx";
import { isLookedAt } from "./question_doing.ts";
import { useKeys } from "./question_keys.ts";
import { RoomQuestions } from "./question_list.tsx";
import { MyQuestions } from "./question_mine.tsx";
import { Told } from "./question_told.tsx";
import { offersTab } from "./tabs.tsx";
import { fill, gettext, ngettext } from "./texts.ts";

export function QuestionsPanel({ isShown }: { isShown: boolean }) {
  const { store, may } = useHere();
  const isModerator = may("question.approve");
  useKeys();
  useLayoutEffect(() => {
    isLookedAt.value = isShown;
  }, [isShown]);
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
    panel: (isShown) => <QuestionsPanel isShown={isShown} />,
  };
});
