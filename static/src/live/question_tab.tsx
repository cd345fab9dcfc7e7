/** The head of the questions' panel: how many are open, or wait for a moderator. */

import { Coming, rest } from "./afterwards.tsx";
import { offersTab } from "./tabs.tsx";
import { fill, gettext, ngettext } from "./texts.ts";
import "./questions.ts";

const QuestionsPanel = rest.part("QuestionsPanel", <Coming what={gettext("Questions")} />);

/** Return how many questions wait for a moderator, in words. */
export function waitingWords(count: number): string {
  return fill(ngettext("%(count)s question waits for you", "%(count)s questions wait for you", count), { count });
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
