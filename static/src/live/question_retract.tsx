/** Taking one's own question back, asked once: it can't be undone. */

import { RowForm } from "./question_answer.tsx";
import { useJudge } from "./question_judging.ts";
import { gettext } from "./texts.ts";

export function RetractForm({ question }: { question: { id: string } }) {
  const judge = useJudge();
  const retract = () =>
    void judge("question.retract", { question: question.id }, {
      question: question.id,
      doing: gettext("taking back…"),
      done: gettext("Your question is taken back."),
      isLeaving: true,
    });
  return (
    <RowForm label={gettext("Take back")} yes={gettext("Take it back for ever")} isReady isGrave onYes={retract}>
      <p>{gettext("Take your question back? Its votes go with it.")}</p>
    </RowForm>
  );
}
