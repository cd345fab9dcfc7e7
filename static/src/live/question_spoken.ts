/** What of the questions is read out to those who listen: what stands now, never what is gone again. */

import { announces } from "./announcer.tsx";
import { nameOf } from "./people.ts";
import type { Question } from "./questions.ts";
import type { RoomSlice } from "./store.ts";
import { fill, gettext, ngettext } from "./texts.ts";

function found(room: RoomSlice, id: string): Question | undefined {
  return room.questions.find((question) => question.id === id);
}

function asking(question: Question | undefined, room: RoomSlice): string {
  if (!question) {
    return "";
  }
  const { text } = question;
  switch (question.naming) {
    case "hall":
      return question.on_behalf
        ? fill(gettext("%(name)s asks in the hall: %(text)s"), { name: question.on_behalf, text })
        : fill(gettext("Asked in the hall: %(text)s"), { text });
    case "named":
      return fill(gettext("%(name)s asks: %(text)s"), { name: nameOf(room.people[question.person ?? ""]), text });
    default:
      return fill(gettext("A new question: %(text)s"), { text });
  }
}

announces("room", "question.asked", {
  isToMe: () => false,
  one: ({ data }, room) => asking(found(room, data.question), room),
  many: (count) => fill(ngettext("%(count)s new question.", "%(count)s new questions.", count), { count }),
});
announces("room", "question.answered", {
  isToMe: ({ data }, room, self) => found(room, data.question)?.person === self,
  one: ({ data }, room) => {
    const answer = found(room, data.question)?.answer;
    return answer
      ? fill(gettext("A question was answered in writing: %(text)s"), { text: answer })
      : gettext("A question was answered.");
  },
  many: (count) => fill(ngettext("%(count)s question was answered.", "%(count)s questions were answered.", count), { count }),
});
announces("room", "question.restored", {
  isToMe: () => false,
  one: () => gettext("An answered question is open again."),
});
announces("room", "question.pinned", {
  one: ({ data }, room) => {
    const question = found(room, data.question);
    return question?.is_pinned ? fill(gettext("On stage now: %(text)s"), { text: question.text }) : "";
  },
});
announces("room", "question.merged", {
  isToMe: () => false,
  one: () => gettext("A question was united with another that asks the same."),
  many: (count) =>
    fill(ngettext("%(count)s question was united with another.", "%(count)s questions were united with others.", count), {
      count,
    }),
});
announces("room", "question.assigned", {
  isToMe: ({ data }, _room, self) => data.owner === self,
  one: ({ data }, room) => {
    const question = found(room, data.question);
    return question
      ? fill(gettext("%(name)s answers later: %(text)s"), { name: nameOf(room.people[data.owner]), text: question.text })
      : "";
  },
  many: (count) =>
    fill(ngettext("%(count)s question is to be answered later.", "%(count)s questions are to be answered later.", count), {
      count,
    }),
});
announces("staff", "question.submitted", {
  one: ({ data }) => fill(gettext("A question waits for you: %(text)s"), { text: data.text }),
  many: (count) =>
    fill(ngettext("%(count)s question waits for you.", "%(count)s questions wait for you.", count), { count }),
});
announces("me", "question.judged", {
  one: ({ data }) => {
    const words: Record<string, string> = {
      approved: gettext("Your question is before the room."),
      dismissed: gettext("Your question was not taken up."),
      merged: gettext("Your question was united with another that asks the same."),
      waiting: gettext("Your question is with the moderators again."),
    };
    return words[data.state] ?? "";
  },
});
