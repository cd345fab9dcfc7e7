/** The questions: what each stream knows of them, and how they are upvoted, judged and answered. */

import { announces } from "./announcer.tsx";
import { nameOf } from "./people.ts";
import { begins, type MeSlice, type RoomSlice, reduces, type StaffSlice } from "./store.ts";
import { fill, gettext, ngettext } from "./texts.ts";

export interface Question {
  id: string;
  person: string;
  text: string;
  lang: string;
  at: string;
  upvotes: number;
  state: string;
  answered_at: string | null;
  answer: string | null;
}

export interface WaitingQuestion {
  id: string;
  person: string;
  text: string;
  lang: string;
  at: string;
}

export interface MyQuestion {
  id: string;
  text: string;
  lang: string;
  at: string;
  state: string;
  reason: string;
}

declare module "./store.ts" {
  interface RoomSlice {
    questions: Question[];
  }
  interface StaffSlice {
    questions: WaitingQuestion[];
  }
  interface MeSlice {
    questions: MyQuestion[];
    upvoted: string[];
  }
}

function inRoom(room: RoomSlice, id: string, change: Partial<Question>): RoomSlice {
  const questions = room.questions.map((question) =>
    question.id === id ? { ...question, ...change } : question,
  );
  return { ...room, questions };
}

function noLongerWaiting(staff: StaffSlice, id: string): StaffSlice {
  return { ...staff, questions: staff.questions.filter((question) => question.id !== id) };
}

function ofMine(me: MeSlice, id: string, change: Partial<MyQuestion>): MeSlice {
  const questions = me.questions.map((question) =>
    question.id === id ? { ...question, ...change } : question,
  );
  return { ...me, questions };
}

begins("room", "questions", []);
reduces("room", "question.asked", (room, { at, data }) => {
  const { question: id, person, text, lang } = data;
  const fresh = { upvotes: 0, state: "open", answered_at: null, answer: null };
  const question = { id, person, text, lang, at, ...fresh };
  return { ...room, questions: [...room.questions, question] };
});
reduces("room", "question.counted", (room, { data }) =>
  inRoom(room, data.question, { upvotes: data.upvotes }),
);
reduces("room", "question.answered", (room, { at, data }) =>
  inRoom(room, data.question, { state: "answered", answered_at: at, answer: data.answer }),
);
reduces("room", "question.withdrawn", (room, { data }) => ({
  ...room,
  questions: room.questions.filter((question) => question.id !== data.question),
}));

begins("staff", "questions", []);
reduces("staff", "question.submitted", (staff, { at, data }) => {
  const { question: id, person, text, lang } = data;
  return { ...staff, questions: [...staff.questions, { id, person, text, lang, at }] };
});
reduces("staff", "question.approved", (staff, { data }) => noLongerWaiting(staff, data.question));
reduces("staff", "question.dismissed", (staff, { data }) => noLongerWaiting(staff, data.question));

begins("me", "questions", []);
begins("me", "upvoted", []);
reduces("me", "question.received", (me, { at, data }) => {
  const { question: id, text, lang } = data;
  const fresh = { state: "waiting", reason: "" };
  return { ...me, questions: [...me.questions, { id, text, lang, at, ...fresh }] };
});
reduces("me", "question.judged", (me, { data }) =>
  ofMine(me, data.question, { state: data.state, reason: data.reason }),
);
reduces("me", "question.upvoted", (me, { data }) => ({
  ...me,
  upvoted: [...me.upvoted, data.question],
}));

announces("room", "question.asked", {
  one: ({ data }, room) =>
    fill(gettext("%(name)s asks: %(text)s"), {
      name: nameOf(room.people[data.person]),
      text: data.text,
    }),
  many: (count) =>
    fill(ngettext("%(count)s new question.", "%(count)s new questions.", count), { count }),
});
announces("room", "question.answered", { one: () => gettext("A question was answered.") });
announces("staff", "question.submitted", {
  one: ({ data }) => fill(gettext("A question waits for you: %(text)s"), { text: data.text }),
  many: (count) =>
    fill(ngettext("%(count)s question waits for you.", "%(count)s questions wait for you.", count), {
      count,
    }),
});
announces("me", "question.judged", {
  one: ({ data }) =>
    data.state === "approved"
      ? gettext("Your question is before the room.")
      : gettext("Your question was not taken up."),
});

/** Most wanted first, the earlier of two alike; what is answered goes below. */
export function inOrder(questions: Question[]): Question[] {
  const open = questions.filter((question) => question.state === "open");
  const answered = questions.filter((question) => question.state !== "open");
  return [...open.sort((a, b) => b.upvotes - a.upvotes), ...answered];
}
