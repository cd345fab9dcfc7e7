/** What the streams know of the questions: the room's list, the moderators' lists, and one's own. */

import type { Person } from "./people.ts";
import { begins, type MeSlice, type RoomSlice, reduces, type StaffSlice } from "./store.ts";
import type { Events } from "./wire.gen.ts";

export interface Question {
  id: string;
  /** Who asks, of a named question only. */
  person: string | null;
  naming: string;
  /** Who asks in the hall, as a moderator wrote it down. */
  on_behalf: string;
  text: string;
  lang: string;
  at: string;
  upvotes: number;
  state: "open" | "answered";
  answered_at: string | null;
  answer: string | null;
  edited_at: string | null;
  is_pinned: boolean;
  /** The ids of those that were united with it, sorted. */
  merged: string[];
  /** Who answers it, and by which day, once that is settled. */
  owner: string | null;
  due_on: string | null;
}

/** A question as the moderators have it: whoever asks hidden is known to them alone. */
export interface StaffQuestion {
  id: string;
  person: string | null;
  asker: Person | null;
  naming: string;
  on_behalf: string;
  text: string;
  lang: string;
  at: string;
  original: string | null;
  edited_at: string | null;
  owner: string | null;
  due_on: string | null;
}

export interface DismissedQuestion extends StaffQuestion {
  reason: string;
}

export interface MergedQuestion extends StaffQuestion {
  into: string;
}

/** What only moderators know of a question before the room. */
export interface Behind {
  id: string;
  person: string | null;
  asker: Person | null;
  original: string | null;
}

/** A moderator sees to a question: the others leave it to them, or take it over. */
export interface Handled {
  question: string;
  person: string;
  at: string;
}

export interface MyQuestion {
  id: string;
  text: string;
  lang: string;
  at: string;
  naming: string;
  state: "waiting" | "approved" | "dismissed" | "merged";
  reason: string;
  into: string | null;
  original: string | null;
}

declare module "./store.ts" {
  interface RoomSlice {
    questions: Question[];
  }
  interface StaffSlice {
    questions: StaffQuestion[];
    dismissed: DismissedQuestion[];
    merged: MergedQuestion[];
    behind: Behind[];
    handled: Handled[];
  }
  interface MeSlice {
    questions: MyQuestion[];
    upvoted: string[];
  }
}

type Lists = Pick<StaffSlice, "questions" | "dismissed" | "merged" | "behind">;
type Held = Events["question.held"];

/** Change one row; a list without it stays the same list. */
function changed<T extends { id: string }>(rows: T[], id: string, change: (row: T) => T): T[] {
  return rows.some((row) => row.id === id) ? rows.map((row) => (row.id === id ? change(row) : row)) : rows;
}

function without<T extends { id: string }>(rows: T[], id: string): T[] {
  return rows.some((row) => row.id === id) ? rows.filter((row) => row.id !== id) : rows;
}

/** Replace a row where it stands, or append it. */
function put<T extends { id: string }>(rows: T[], row: T): T[] {
  return rows.some(({ id }) => id === row.id) ? changed(rows, row.id, () => row) : [...rows, row];
}

function inRoom(room: RoomSlice, id: string, change: Partial<Question>): RoomSlice {
  return { ...room, questions: changed(room.questions, id, (row) => ({ ...row, ...change })) };
}

function outOf(staff: StaffSlice, id: string, ...lists: (keyof Lists)[]): StaffSlice {
  const after: StaffSlice = { ...staff };
  for (const list of lists) {
    after[list] = without<never>(staff[list] as never[], id) as never;
  }
  return after;
}

function ofMine(me: MeSlice, id: string, change: Partial<MyQuestion>): MeSlice {
  return { ...me, questions: changed(me.questions, id, (row) => ({ ...row, ...change })) };
}

begins("room", "questions", []);
reduces("room", "question.asked", (room, { at, data }) => {
  const question: Question = {
    id: data.question,
    person: data.person ?? null,
    naming: data.naming ?? "named",
    on_behalf: data.on_behalf ?? "",
    text: data.text,
    lang: data.lang,
    at,
    upvotes: 0,
    state: "open",
    answered_at: null,
    answer: null,
    edited_at: data.edited_at ?? null,
    is_pinned: false,
    merged: data.merged ?? [],
    owner: data.owner ?? null,
    due_on: data.due_on ?? null,
  };
  return { ...room, questions: [...room.questions, question] };
});
reduces("room", "question.edited", (room, { at, data }) =>
  inRoom(room, data.question, {
    text: data.text,
    lang: data.lang,
    on_behalf: data.on_behalf ?? "",
    edited_at: at,
  }),
);
reduces("room", "question.withdrawn", (room, { data }) => ({
  ...room,
  questions: without(room.questions, data.question),
}));
reduces("room", "question.counted", (room, { data }) =>
  inRoom(room, data.question, { upvotes: data.upvotes }),
);
reduces("room", "question.answered", (room, { at, data }) =>
  inRoom(room, data.question, { state: "answered", answered_at: at, answer: data.answer }),
);
reduces("room", "question.restored", (room, { data }) =>
  inRoom(room, data.question, { state: "open", answered_at: null, answer: null }),
);
reduces("room", "question.pinned", (room, { data }) =>
  inRoom(room, data.question, { is_pinned: true }),
);
reduces("room", "question.unpinned", (room, { data }) =>
  inRoom(room, data.question, { is_pinned: false }),
);
reduces("room", "question.merged", (room, { data }) => {
  const rest = without(room.questions, data.question);
  const unite = (row: Question) => ({ ...row, merged: [...row.merged, data.question].sort() });
  return { ...room, questions: changed(rest, data.into, unite) };
});
reduces("room", "question.split", (room, { data }) => {
  const part = (row: Question) => ({ ...row, merged: row.merged.filter((id) => id !== data.question) });
  return { ...room, questions: changed(room.questions, data.into, part) };
});
reduces("room", "question.assigned", (room, { data }) =>
  inRoom(room, data.question, { owner: data.owner, due_on: data.due_on }),
);

const UNTOUCHED = { on_behalf: "", original: null, edited_at: null, owner: null, due_on: null };

begins("staff", "questions", []);
begins("staff", "dismissed", []);
begins("staff", "merged", []);
begins("staff", "behind", []);
begins("staff", "handled", []);
reduces("staff", "question.submitted", (staff, { at, data }) => {
  const { question: id, text, lang } = data;
  const row: StaffQuestion = {
    id,
    person: data.person ?? null,
    asker: asPerson(data.asker),
    naming: data.naming ?? "named",
    text,
    lang,
    at,
    ...UNTOUCHED,
  };
  return { ...staff, questions: [...staff.questions, row] };
});
reduces("staff", "question.approved", (staff, { data }) =>
  outOf(staff, data.question, "questions", "dismissed", "merged"),
);
reduces("staff", "question.dismissed", (staff, { data }) => {
  const rest = outOf(staff, data.question, "questions");
  const row = staff.questions.find(({ id }) => id === data.question);
  return row ? upserted(rest, "dismissed", { ...row, reason: data.reason ?? "" }) : rest;
});
reduces("staff", "question.dropped", (staff, { data }) =>
  freed(outOf(staff, data.question, "questions", "dismissed", "merged", "behind"), data.question),
);
reduces("staff", "question.handled", (staff, { at, data: { question, person } }) => {
  const others = freed(staff, question).handled;
  const handled = [...others, { question, person, at }];
  return { ...staff, handled: handled.sort((a, b) => (a.question < b.question ? -1 : 1)) };
});
reduces("staff", "question.freed", (staff, { data }) => freed(staff, data.question));
reduces("staff", "question.entrusted", (staff, { data: { question, owner, due_on } }) => ({
  ...staff,
  questions: changed(staff.questions, question, (row) => ({ ...row, owner, due_on })),
}));
reduces("staff", "question.held", (staff, { data }) => {
  const id = data.question;
  switch (data.place) {
    case "waiting":
      return upserted(outOf(staff, id, "dismissed", "merged", "behind"), "questions", held(data));
    case "dismissed":
      return upserted(outOf(staff, id, "questions", "merged", "behind"), "dismissed", {
        ...held(data),
        reason: data.reason,
      });
    case "merged":
      return upserted(outOf(staff, id, "questions", "dismissed", "behind"), "merged", {
        ...held(data),
        into: data.into ?? "",
      });
    default:
      return upserted(outOf(staff, id, "questions", "dismissed", "merged"), "behind", {
        id,
        person: data.person ?? null,
        asker: asPerson(data.asker),
        original: data.original ?? null,
      });
  }
});

function freed(staff: StaffSlice, question: string): StaffSlice {
  return { ...staff, handled: staff.handled.filter((row) => row.question !== question) };
}

function asPerson(asker: Record<string, string> | null | undefined): Person | null {
  return (asker as Person | null | undefined) ?? null;
}

function held(data: Held): StaffQuestion {
  return {
    id: data.question,
    person: data.person ?? null,
    asker: asPerson(data.asker),
    naming: data.naming,
    on_behalf: data.on_behalf,
    text: data.text,
    lang: data.lang,
    at: data.asked_at,
    original: data.original ?? null,
    edited_at: data.edited_at ?? null,
    owner: data.owner ?? null,
    due_on: data.due_on ?? null,
  };
}

function upserted<L extends keyof Lists>(staff: StaffSlice, list: L, row: Lists[L][number]): StaffSlice {
  return { ...staff, [list]: put<{ id: string }>(staff[list], row) };
}

begins("me", "questions", []);
begins("me", "upvoted", []);
reduces("me", "question.received", (me, { at, data }) => {
  const { question: id, text, lang } = data;
  const fresh = { state: "waiting" as const, reason: "", into: null, original: null };
  const row: MyQuestion = { id, text, lang, at, naming: data.naming ?? "named", ...fresh };
  return { ...me, questions: [...me.questions, row] };
});
reduces("me", "question.judged", (me, { data }) =>
  ofMine(me, data.question, { state: data.state, reason: data.reason, into: data.into ?? null }),
);
reduces("me", "question.revised", (me, { data: { question, text, lang, original } }) =>
  ofMine(me, question, { text, lang, original }),
);
reduces("me", "question.retracted", (me, { data }) => ({
  ...me,
  questions: without(me.questions, data.question),
}));
reduces("me", "question.upvoted", (me, { data }) => ({
  ...me,
  upvoted: [...me.upvoted, data.question],
}));
reduces("me", "question.unvoted", (me, { data }) => ({
  ...me,
  upvoted: me.upvoted.filter((id) => id !== data.question),
}));
