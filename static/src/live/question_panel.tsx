/** The questions panel: my own, the room's list or the moderators' desk, and the box to ask. */

import { useLayoutEffect } from "preact/hooks";
import { Coming, desk } from "./afterwards.tsx";
import { isInSight } from "./attention.ts";
import { isPaused } from "./held.ts";
import { useHere } from "./here.ts";
import { AskPlace } from "./question_ask.tsx";
import { isLookedAt } from "./question_doing.ts";
import { RoomQuestions } from "./question_list.tsx";
import { MyQuestions } from "./question_mine.tsx";
import { Told } from "./question_told.tsx";
import { useSeen } from "./question_seen.ts";
import { gettext } from "./texts.ts";

const Desk = desk.part("Desk", <Coming what={gettext("Questions")} />);
const DeskKeys = desk.part("DeskKeys");

export function QuestionsPanel({ isShown }: { isShown: boolean }) {
  const { store, may } = useHere();
  const isModerator = may("question.approve");
  useLayoutEffect(() => {
    isLookedAt.value = isShown;
  }, [isShown]);
  useSeen(isShown && isInSight.value && !isPaused.value);
  if (isModerator && store.isReady.value) {
    return (
      <>
        <DeskKeys />
        <Desk />
      </>
    );
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
