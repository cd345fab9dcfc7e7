import assert from "node:assert/strict";
import { test } from "node:test";
import "./every_noun.ts";
import { reduced, replay, Store } from "../../static/src/live/store.ts";
import { AUDIENCES } from "../../static/src/live/wire.gen.ts";
import type { EventFrame } from "../../static/src/live/wire.ts";

const AT = "2011-11-14T06:00:00.000Z";
const person = { kind: "named", name: "Dmitri", organisation: "Green Line", country: "RU" };

function event(stream: string, seq: number, name: string, data: object, at = AT): EventFrame {
  return { stream, seq, name, at, data };
}

function said(seq: number, text: string): EventFrame {
  const data = { message: `m${seq}`, person: "dmitri", text, lang: "en" };
  return event("room", seq, "message.posted", data);
}

test("every event of the catalogue has its reducer", () => {
  const expected = Object.entries(AUDIENCES).map(([name, stream]) => [stream, name]);
  assert.deepEqual(reduced(), expected.sort((a, b) => (a.join(" ") < b.join(" ") ? -1 : 1)));
});

test("a person shown again replaces what was known of them", () => {
  const before = { room: { people: { dmitri: person } } };
  const shown = { person: "dmitri", kind: "delegate", name: "", organisation: "", country: "RU" };
  const after = replay(before, [event("room", 1, "person.shown", shown)]);
  const { person: _id, ...delegate } = shown;
  assert.deepEqual(after, { room: { people: { dmitri: delegate } } });
});

test("a session opens, starts and ends with the instants of its events", () => {
  const session = { state: "scheduled", opened_at: null, started_at: null, ended_at: null };
  const { room } = replay({ room: { session } }, [
    event("room", 1, "session.opened", {}, "1"),
    event("room", 2, "session.started", {}, "2"),
    event("room", 3, "session.ended", {}, "3"),
  ]);
  const ended = { state: "ended", opened_at: "1", started_at: "2", ended_at: "3" };
  assert.deepEqual(room, { session: ended });
});

test("a question is asked, counted, answered and withdrawn", () => {
  const asked = { question: "q", person: "dmitri", text: "Why?", lang: "en" };
  const start = { room: { questions: [] } };
  const events = [
    event("room", 1, "question.asked", asked),
    event("room", 2, "question.counted", { question: "q", upvotes: 3 }),
    event("room", 3, "question.answered", { question: "q", answer: null }, "later"),
  ];
  const question = {
    id: "q", person: "dmitri", text: "Why?", lang: "en", at: AT,
    upvotes: 3, state: "answered", answered_at: "later", answer: null,
  };
  assert.deepEqual(replay(start, events), { room: { questions: [question] } });
  const withdrawn = event("room", 4, "question.withdrawn", { question: "q" });
  assert.deepEqual(replay(start, [...events, withdrawn]), start);
});

test("questions stand in the order in which they came, also those of one instant", () => {
  const ask = (seq: number, question: string) =>
    event("staff", seq, "question.submitted", { question, person: "dmitri", text: "?", lang: "en" });
  const { staff } = replay({ staff: { questions: [] } }, [ask(1, "b"), ask(2, "a"), ask(3, "c")]);
  const ids = (staff as { questions: { id: string }[] }).questions.map((question) => question.id);
  assert.deepEqual(ids, ["b", "a", "c"]);
});

test("what waits leaves the moderators' list when it is judged, and its author hears why", () => {
  const waiting = { id: "q", person: "dmitri", text: "?", lang: "en", at: AT };
  const before = { staff: { questions: [waiting] }, me: { questions: [], upvoted: [] } };
  const after = replay(before, [
    event("me", 1, "question.received", { question: "q", text: "?", lang: "en" }),
    event("staff", 1, "question.dismissed", { question: "q" }),
    event("me", 2, "question.judged", { question: "q", state: "dismissed", reason: "Asked before" }),
    event("me", 3, "question.upvoted", { question: "other" }),
  ]);
  const mine = { id: "q", text: "?", lang: "en", at: AT, state: "dismissed", reason: "Asked before" };
  assert.deepEqual(after, { staff: { questions: [] }, me: { questions: [mine], upvoted: ["other"] } });
});

test("an event that this page does not know changes nothing but the number", () => {
  const store = new Store();
  store.enter({ as_of: { room: 0 }, snapshot: { room: {} } });
  store.hear([event("room", 1, "hand.raised", {}), said(2, "after")]);
  assert.deepEqual(store.seen(), { room: 2 });
  assert.equal(store.room.value.messages.length, 1);
});
