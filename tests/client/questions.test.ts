import assert from "node:assert/strict";
import { test } from "node:test";
import "./every_noun.ts";
import type {
  DismissedQuestion, MyQuestion, Question, StaffQuestion,
} from "../../static/src/live/questions.ts";
import { replay } from "../../static/src/live/store.ts";
import type { EventFrame } from "../../static/src/live/wire.ts";

const AT = "2011-11-14T06:00:00.000Z";
const LATER = "2011-11-14T06:03:00.000Z";

function event(stream: string, seq: number, name: string, data: object, at = AT): EventFrame {
  return { stream, seq, name: `question.${name}`, at, data };
}

function asked(seq: number, id: string, more: object = {}): EventFrame {
  return event("room", seq, "asked", { question: id, person: "dmitri", text: "Why?", lang: "en", ...more });
}

function question(id: string, more: Partial<Question> = {}): Question {
  return {
    id, person: "dmitri", naming: "named", on_behalf: "", text: "Why?", lang: "en", at: AT, upvotes: 0,
    state: "open", answered_at: null, answer: null, edited_at: null, is_pinned: false, merged: [],
    owner: null, due_on: null, ...more,
  };
}

function room(...events: EventFrame[]): Question[] {
  const { room } = replay({ room: { questions: [] } }, events);
  return (room as { questions: Question[] }).questions;
}

interface Staff {
  questions: StaffQuestion[];
  dismissed: DismissedQuestion[];
  merged: (StaffQuestion & { into: string })[];
  behind: object[];
  handled: object[];
}

const NOTHING = { questions: [], dismissed: [], merged: [], behind: [], handled: [] };

function staff(...events: EventFrame[]): Staff {
  return replay({ staff: NOTHING }, events).staff as Staff;
}

function me(...events: EventFrame[]): { questions: MyQuestion[]; upvoted: string[] } {
  return replay({ me: { questions: [], upvoted: [] } }, events).me as never;
}

test("a question is before the room as the snapshot would show it", () => {
  assert.deepEqual(room(asked(1, "q")), [question("q")]);
  const hall = { person: null, naming: "hall", on_behalf: "M. Ivanova" };
  assert.deepEqual(room(asked(1, "q", hall)), [question("q", hall as Partial<Question>)]);
});

test("an event of an old log, without what has a default, is read all the same", () => {
  const { person: _none, ...old } = question("q");
  const events = [event("room", 1, "asked", { question: "q", text: "Why?", lang: "en" })];
  assert.deepEqual(room(...events), [{ ...old, person: null }]);
});

test("it is edited, counted, answered, answered anew and opened again", () => {
  const events = [
    asked(1, "q"),
    event("room", 2, "edited", { question: "q", text: "Почему?", lang: "ru" }, LATER),
    event("room", 3, "counted", { question: "q", upvotes: 3 }),
    event("room", 4, "answered", { question: "q", answer: null }, AT),
    event("room", 5, "answered", { question: "q", answer: "In May." }, LATER),
  ];
  const edited = { text: "Почему?", lang: "ru", edited_at: LATER, upvotes: 3 };
  assert.deepEqual(room(...events), [
    question("q", { ...edited, state: "answered", answered_at: LATER, answer: "In May." }),
  ]);
  const restored = event("room", 6, "restored", { question: "q" });
  assert.deepEqual(room(...events, restored), [question("q", edited)]);
});

test("one is on stage, and off it again", () => {
  const events = [asked(1, "a"), asked(2, "b"), event("room", 3, "pinned", { question: "b" })];
  assert.deepEqual(room(...events).map(({ is_pinned }) => is_pinned), [false, true]);
  const off = event("room", 4, "unpinned", { question: "b" });
  assert.deepEqual(room(...events, off).map(({ is_pinned }) => is_pinned), [false, false]);
});

test("what is united leaves the list and is known by its id, in order", () => {
  const unite = (seq: number, id: string) => event("room", seq, "merged", { question: id, into: "t" });
  const events = [asked(1, "z"), asked(2, "t"), unite(3, "z"), unite(4, "a")];
  assert.deepEqual(room(...events), [question("t", { merged: ["a", "z"] })]);
  const split = event("room", 5, "split", { question: "z", into: "t" });
  assert.deepEqual(room(...events, split, asked(6, "z")), [question("t", { merged: ["a"] }), question("z")]);
});

test("who answers it by when is on it, and what is withdrawn is gone", () => {
  const assigned = event("room", 2, "assigned", { question: "q", owner: "ada", due_on: "2011-11-28" });
  assert.deepEqual(room(asked(1, "q"), assigned), [question("q", { owner: "ada", due_on: "2011-11-28" })]);
  assert.deepEqual(room(asked(1, "q"), event("room", 2, "withdrawn", { question: "q" })), []);
});

function submitted(seq: number, id: string, more: object = {}): EventFrame {
  return event("staff", seq, "submitted", { question: id, person: "dmitri", text: "?", lang: "en", ...more });
}

function heldAs(seq: number, id: string, place: string, more: object = {}): EventFrame {
  const plain = { asker: null, on_behalf: "", original: null, edited_at: null, owner: null, due_on: null };
  const data = { person: "dmitri", naming: "named", text: "?", lang: "en", asked_at: AT, reason: "", into: null };
  return event("staff", seq, "held", { question: id, place, ...plain, ...data, ...more }, LATER);
}

function waiting(id: string, more: Partial<StaffQuestion> = {}): StaffQuestion {
  return {
    id, person: "dmitri", asker: null, naming: "named", on_behalf: "", text: "?", lang: "en", at: AT,
    original: null, edited_at: null, owner: null, due_on: null, ...more,
  };
}

test("what waits stands in the order in which it came, also of one instant, until it is let through", () => {
  const events = [submitted(1, "b"), submitted(2, "a"), submitted(3, "c")];
  assert.deepEqual(staff(...events).questions.map(({ id }) => id), ["b", "a", "c"]);
  const after = staff(...events, event("staff", 4, "approved", { question: "a" }));
  assert.deepEqual(after.questions, [waiting("b"), waiting("c")]);
});

test("who sees to a question is whoever said so last, until it is left, done or taken back", () => {
  const by = (seq: number, id: string, person: string) => event("staff", seq, "handled", { question: id, person });
  const both = [by(1, "b", "ada"), by(2, "a", "ada"), by(3, "b", "boris")];
  const rows = [{ question: "a", person: "ada", at: AT }, { question: "b", person: "boris", at: AT }];
  assert.deepEqual(staff(...both).handled, rows);
  const left = [event("staff", 4, "freed", { question: "b" }), event("staff", 5, "dropped", { question: "a" })];
  assert.deepEqual(staff(...both, ...left).handled, []);
});

test("moderators know who asks with the name hidden", () => {
  const asker = { kind: "named", name: "Dmitri", organisation: "", country: "RU" };
  const { questions } = staff(submitted(1, "q", { naming: "hidden", asker }));
  assert.deepEqual(questions, [waiting("q", { naming: "hidden", asker })]);
});

test("a question moves between the moderators' lists, and is in one of them only", () => {
  const aside = staff(submitted(1, "q"), heldAs(2, "q", "dismissed", { reason: "Asked before" }));
  assert.deepEqual(aside, { ...NOTHING, dismissed: [{ ...waiting("q"), reason: "Asked before" }] });
  const united = staff(submitted(1, "q"), heldAs(2, "q", "merged", { into: "t" }));
  assert.deepEqual(united, { ...NOTHING, merged: [{ ...waiting("q"), into: "t" }] });
  const back = staff(heldAs(1, "q", "merged", { into: "t" }), heldAs(2, "q", "waiting"));
  assert.deepEqual(back, { ...NOTHING, questions: [waiting("q")] });
  const behind = staff(submitted(1, "q"), heldAs(2, "q", "behind", { original: "Wy?" }));
  assert.deepEqual(behind, { ...NOTHING, behind: [{ id: "q", person: "dmitri", asker: null, original: "Wy?" }] });
});

test("an edited one stays where it waits, and says what was first asked", () => {
  const edit = heldAs(3, "a", "waiting", { text: "Why?", original: "?", edited_at: LATER });
  const { questions } = staff(submitted(1, "a"), submitted(2, "b"), edit);
  assert.deepEqual(questions, [waiting("a", { text: "Why?", original: "?", edited_at: LATER }), waiting("b")]);
});

test("a waiting one has somebody to answer it, and what its asker took back is nowhere", () => {
  const entrusted = event("staff", 2, "entrusted", { question: "q", owner: "ada", due_on: "2011-11-28" });
  assert.deepEqual(staff(submitted(1, "q"), entrusted).questions, [
    waiting("q", { owner: "ada", due_on: "2011-11-28" }),
  ]);
  const dropped = event("staff", 3, "dropped", { question: "q" });
  for (const place of ["waiting", "dismissed", "merged", "behind"]) {
    assert.deepEqual(staff(heldAs(1, "q", place, { into: "t" }), dropped), NOTHING);
  }
  const gone = event("staff", 3, "dismissed", { question: "q", reason: "Asked before" });
  const aside = { ...NOTHING, dismissed: [{ ...waiting("q"), reason: "Asked before" }] };
  assert.deepEqual(staff(submitted(1, "q"), gone), aside);
  assert.deepEqual(staff(gone), NOTHING);
});

test("I know what became of mine, and what I support", () => {
  const received = event("me", 1, "received", { question: "q", text: "?", lang: "en", naming: "hidden" });
  const fresh = { id: "q", text: "?", lang: "en", at: AT, naming: "hidden", original: null };
  const judged = (state: string, more = {}) => event("me", 2, "judged", { question: "q", state, reason: "", ...more });
  const waits = { ...fresh, state: "waiting", reason: "", into: null };
  assert.deepEqual(me(received).questions, [waits]);
  assert.deepEqual(me(received, judged("dismissed", { reason: "Asked before" })).questions, [
    { ...waits, state: "dismissed", reason: "Asked before" },
  ]);
  assert.deepEqual(me(received, judged("merged", { into: "t" })).questions, [{ ...waits, state: "merged", into: "t" }]);
  const revised = event("me", 2, "revised", { question: "q", text: "Why?", lang: "en", original: "?" });
  assert.deepEqual(me(received, revised).questions, [{ ...waits, text: "Why?", original: "?" }]);
  assert.deepEqual(me(received, event("me", 2, "retracted", { question: "q" })).questions, []);
  const votes = [event("me", 1, "upvoted", { question: "a" }), event("me", 2, "upvoted", { question: "b" })];
  assert.deepEqual(me(...votes).upvoted, ["a", "b"]);
  assert.deepEqual(me(...votes, event("me", 3, "unvoted", { question: "a" })).upvoted, ["b"]);
});
