/** The head of the questions' panel: how many are open, or wait for a moderator. */

import { Coming, rest } from "./afterwards.tsx";
import { freshQuestions } from "./question_seen.ts";
import { offersTab } from "./tabs.tsx";
import { fill, gettext, ngettext } from "./texts.ts";
import "./questions.ts";

const QuestionsPanel = rest.part("QuestionsPanel", <Coming what={gettext("Questions")} />);

/** Return how many questions wait for a moderator, in words. */
export function waitingWords(count: number): string {
  return fill(ngettext("%(count)s question waits for you", "%(count)s questions wait for you", count), { count });
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
