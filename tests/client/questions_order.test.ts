import assert from "node:assert/strict";
import { test } from "node:test";
import "./every_noun.ts";
import { announceFrom } from "../../static/src/live/announcer.tsx";
import { Outbox } from "../../static/src/live/outbox.ts";
import { steady } from "../../static/src/live/question_held.ts";
import { byLikeness, inOrder, isAlike, isOfFamily, matching, parted } from "../../static/src/live/question_order.ts";
import type { Question } from "../../static/src/live/questions.ts";
import { Store } from "../../static/src/live/store.ts";

function question(id: string, more: Partial<Question> = {}): Question {
  return {
    id, person: null, naming: "unnamed", on_behalf: "", text: id, lang: "en", at: "", upvotes: 0, state: "open",
    answered_at: null, answer: null, edited_at: null, is_pinned: false, merged: [], owner: null, due_on: null, ...more,
  };
}

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);

test("questions stand by support, the earlier first, or the latest first", () => {
  const list = [question("a", { upvotes: 1 }), question("b", { upvotes: 3 }), question("d", { upvotes: 3 })];
  assert.deepEqual(ids(inOrder(list, "votes")), ["b", "d", "a"]);
  assert.deepEqual(ids(inOrder(list, "time")), ["d", "b", "a"]);
});

test("what is on stage stands on top, and the answered apart, the latest first", () => {
  const list = [
    question("a", { upvotes: 9 }),
    question("b", { is_pinned: true }),
    question("c", { state: "answered", answered_at: "1" }),
    question("d", { state: "answered", answered_at: "2" }),
  ];
  const { pinned, open, answered } = parted(list, "votes");
  assert.deepEqual([pinned?.id, ids(open), ids(answered)], ["b", ["a"], ["d", "c"]]);
});

test("a search finds every word in any form of writing, and nothing else", () => {
  const list = [{ text: "Где ёлка растёт?" }, { text: "Where is the RÉSUMÉ?" }, { text: "" }];
  const find = (sought: string) => matching(list, sought, ({ text }) => text).map((row) => list.indexOf(row));
  assert.deepEqual(find("ЕЛКА раст"), [0]);
  assert.deepEqual(find("resume where"), [1]);
  assert.deepEqual(find("resume елка"), []);
  assert.deepEqual(find("  "), [0, 1, 2]);
});

test("the likeliest duplicates come first, in any ending of their words", () => {
  const others = [
    { id: "other", text: "When is lunch?" },
    { id: "ru", text: "Кто ведёт реестры организаций?" },
    { id: "en", text: "Who will keep the registers of organisations" },
  ];
  assert.equal(byLikeness("Кто будет вести реестр организации", others)[0]?.id, "ru");
  assert.equal(byLikeness("Who keeps the register of organisation?", others)[0]?.id, "en");
  assert.deepEqual(ids(byLikeness("", others)), ["other", "ru", "en"]);
  assert.equal(isAlike("Кто ведёт реестр?", "Кто будет вести реестры и где"), true);
  assert.equal(isAlike("Who keeps the register?", "When is lunch?"), false);
  assert.equal(isAlike("", "?"), false);
});

test("one supports a question through any of its family", () => {
  const united = question("t", { merged: ["a", "b"] });
  assert.deepEqual(
    [["t"], ["b"], ["c"], []].map((votes) => isOfFamily(new Set(votes), united)),
    [true, true, false, false],
  );
});

test("a held list loses only what the reader judged; what others took stays in its place, marked", () => {
  const before = [question("a"), question("b"), question("c")];
  const now = [question("c", { upvotes: 2 }), question("d")];
  const voting = steady(before, now, new Set(["b"]), false);
  assert.deepEqual(voting.rows.map((row) => [row.id, row.upvotes, row.isGone]), [
    ["a", 0, true],
    ["c", 2, undefined],
  ]);
  assert.equal(voting.fresh, 1);
  const inbox = steady(before, now, new Set(), true);
  assert.deepEqual([ids(inbox.rows), inbox.fresh], [["a", "b", "c", "d"], 0]);
});

test("each text is read as often as there are questions, however many there are", () => {
  let reads = 0;
  const many = Array.from({ length: 500 }, (_, index) => ({
    id: `q${index}`,
    get text() {
      reads++;
      return `Who keeps register number ${index}?`;
    },
  }));
  byLikeness("Who keeps the registers?", many);
  matching(many, "register 499", ({ text }) => text);
  assert.equal(reads, 1000);
});

test("of an unnamed question nothing stays on the device once it has arrived", () => {
  const kept = new Map<string, string>();
  const outbox = new Outbox(
    {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
    "outbox",
  );
  const { entry } = outbox.put("question.ask_unnamed", { text: "Who?" }, true, 0);
  outbox.answer(entry.id, { ok: true, data: {} });
  outbox.discard(entry.id);
  assert.deepEqual([[...kept.keys()], outbox.entries.value], [[], []]);
});

function spoken(...frames: { stream: string; name: string; data: object }[]): string[] {
  const store = new Store();
  store.enter({ as_of: {}, snapshot: { room: {}, staff: {}, me: {} } });
  const due: (() => void)[] = [];
  const said: string[] = [];
  announceFrom(store, "me", (act) => due.push(act), (text) => said.push(text));
  const seen = new Map<string, number>();
  store.hear(
    frames.map((frame) => {
      const seq = (seen.get(frame.stream) ?? 0) + 1;
      seen.set(frame.stream, seq);
      return { ...frame, seq, at: "2011-11-14T06:00:00.000Z" };
    }),
  );
  due.shift()?.();
  return said;
}

const asked = (id: string, more: object = {}) => ({
  stream: "room", name: "question.asked", data: { question: id, person: null, text: "Why?", lang: "en", ...more },
});

test("questions are read out with who asks them, as far as anybody may know", () => {
  assert.deepEqual(spoken(asked("q", { naming: "unnamed" })), ["A new question: Why?"]);
  assert.deepEqual(spoken(asked("q", { naming: "hidden" })), ["A new question: Why?"]);
  assert.deepEqual(spoken(asked("q", { naming: "hall", on_behalf: "M. Ivanova" })), [
    "M. Ivanova asks in the hall: Why?",
  ]);
  assert.deepEqual(spoken(asked("q", { person: "dmitri" })), ["someone asks: Why?"]);
});

test("a burst is read out as counts, and what is gone again is not", () => {
  const submitted = { stream: "staff", name: "question.submitted", data: { question: "w", person: null, text: "?", lang: "" } };
  assert.deepEqual(spoken(asked("a"), asked("b"), submitted), ["2 new questions. A question waits for you: ?"]);
  const withdrawn = { stream: "room", name: "question.withdrawn", data: { question: "a" } };
  assert.deepEqual(spoken(asked("a"), withdrawn), []);
});

test("what becomes of mine is told", () => {
  const received = { stream: "me", name: "question.received", data: { question: "q", text: "?", lang: "en" } };
  const judged = { stream: "me", name: "question.judged", data: { question: "q", state: "merged", reason: "", into: "t" } };
  assert.deepEqual(spoken(received, judged), ["Your question was united with another that asks the same."]);
});
