import assert from "node:assert/strict";
import { test } from "node:test";
import "./every_noun.ts";
import { impliedLanguage, type Message } from "../../static/src/live/messages.ts";
import { replay } from "../../static/src/live/store.ts";
import type { EventFrame } from "../../static/src/live/wire.ts";

const AT = "2011-11-14T06:00:00.000Z";
const LATER = "2011-11-14T06:03:00.000Z";

function event(stream: string, seq: number, name: string, data: object, at = AT): EventFrame {
  return { stream, seq, name, at, data };
}

function said(seq: number, text: string, more: object = {}): EventFrame {
  const data = { message: `m${seq}`, person: "dmitri", text, lang: "en", ...more };
  return event("room", seq, "message.posted", data);
}

function message(seq: number, text: string, more: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`, seq, at: AT, person: "dmitri", text, lang: "en",
    reply: null, state: "shown", edited_at: null, reactions: {}, ...more,
  };
}

function after(...events: EventFrame[]): Message[] {
  const { room } = replay({ room: { messages: [] } }, events);
  return (room as { messages: Message[] }).messages;
}

test("a message is added as the snapshot would show it", () => {
  assert.deepEqual(after(said(7, "Hello")), [message(7, "Hello")]);
});

test("a reply names what it answers", () => {
  const events = [said(7, "Hello"), said(8, "And you", { reply: "m7" }), said(9, "All", { reply: null })];
  assert.deepEqual(after(...events).map(({ reply }) => reply), [null, "m7", null]);
});

test("the slice keeps the last twelve messages", () => {
  const events = Array.from({ length: 17 }, (_, index) => said(index + 1, "x"));
  const kept = after(...events);
  assert.equal(kept.length, 12);
  assert.equal(kept[0]?.seq, 6);
});

test("an edit changes text and language and leaves its instant", () => {
  const change = event("room", 8, "message.edited", { message: "m7", text: "Привет", lang: "ru" }, LATER);
  assert.deepEqual(after(said(7, "Helo"), change), [
    message(7, "Привет", { lang: "ru", edited_at: LATER }),
  ]);
});

test("a deleted message keeps its place and nothing of what it said", () => {
  const events = [
    said(7, ""),
    event("room", 8, "message.edited", { message: "m7", text: "", lang: "en" }, LATER),
    event("room", 9, "message.counted", { message: "m7", reaction: "agree", count: 2 }),
    event("room", 10, "message.deleted", { message: "m7" }),
  ];
  assert.deepEqual(after(...events), [message(7, "", { lang: "", state: "deleted" })]);
});

test("a hidden message keeps its reactions and comes back with its text", () => {
  const hiding = [
    said(7, "Hello"),
    event("room", 8, "message.edited", { message: "m7", text: "Hello all", lang: "en" }, LATER),
    event("room", 9, "message.counted", { message: "m7", reaction: "heart", count: 1 }),
    event("room", 10, "message.hidden", { message: "m7" }),
  ];
  const kept = { edited_at: LATER, reactions: { heart: 1 } };
  assert.deepEqual(after(...hiding), [message(7, "", { lang: "", state: "hidden", ...kept })]);
  const back = event("room", 11, "message.restored", { message: "m7", text: "Hello all", lang: "en" });
  assert.deepEqual(after(...hiding, back), [message(7, "Hello all", kept)]);
});

test("a count is absolute, and a reaction that nobody has is not listed", () => {
  const count = (seq: number, reaction: string, count: number) =>
    event("room", seq, "message.counted", { message: "m1", reaction, count });
  const events = [said(1, "x"), count(2, "agree", 3), count(3, "laugh", 1), count(4, "agree", 2)];
  assert.deepEqual(after(...events)[0]?.reactions, { agree: 2, laugh: 1 });
  assert.deepEqual(after(...events, count(5, "laugh", 0))[0]?.reactions, { agree: 2 });
});

test("what happens to a message before the latest leaves the slice as it is", () => {
  const before = { room: { messages: [message(7, "Hello")] } };
  const gone = event("room", 8, "message.deleted", { message: "m1" });
  assert.equal(replay(before, [gone]).room, before.room);
});

test("a notice stands until it is replaced or taken down", () => {
  const pin = (seq: number, notice: string, message?: string) =>
    event("room", seq, "notice.pinned", { notice, person: "ada", text: "Lunch", lang: "en", message });
  const notice = { id: "n2", at: AT, person: "ada", text: "Lunch", lang: "en", message: "m1" };
  const start = { room: { notice: null } };
  const pinned = replay(start, [pin(1, "n1"), pin(2, "n2", "m1")]);
  assert.deepEqual(pinned, { room: { notice } });
  const unpin = (notice: string) => event("room", 3, "notice.unpinned", { notice });
  assert.deepEqual(replay(pinned, [unpin("n1")]), pinned);
  assert.deepEqual(replay(pinned, [unpin("n2")]), start);
});

test("moderators know what hidden messages said, in the order in which they were said", () => {
  const conceal = (number: number, message: string, seq: number) => {
    const data = { message, seq, posted_at: AT, person: "eve", text: "!", lang: "en", by: "ada", reason: "" };
    return event("staff", number, "message.concealed", data, LATER);
  };
  const entry = (id: string, seq: number) => ({
    id, seq, at: AT, person: "eve", text: "!", lang: "en", by: "ada", hidden_at: LATER, reason: "",
  });
  const start = { staff: { hidden: [] } };
  const both = replay(start, [conceal(1, "b", 9), conceal(2, "a", 10), conceal(3, "c", 3)]);
  assert.deepEqual(both, { staff: { hidden: [entry("c", 3), entry("b", 9), entry("a", 10)] } });
  const cleared = ["a", "c"].map((message, at) => event("staff", 4 + at, "message.cleared", { message }));
  assert.deepEqual(replay(both, cleared), { staff: { hidden: [entry("b", 9)] } });
});

test("my reactions stand by message, then by kind, each once", () => {
  const react = (seq: number, message: string, reaction: string, name = "message.reacted") =>
    event("me", seq, name, { message, reaction });
  const events = [react(1, "b", "heart"), react(2, "b", "agree"), react(3, "a", "wonder"), react(4, "b", "agree")];
  const start = { me: { reactions: [] } };
  const mine = replay(start, events);
  const [a, b, c] = [
    { message: "a", reaction: "wonder" },
    { message: "b", reaction: "agree" },
    { message: "b", reaction: "heart" },
  ];
  assert.deepEqual(mine, { me: { reactions: [a, b, c] } });
  const back = react(5, "b", "agree", "message.unreacted");
  assert.deepEqual(replay(mine, [back]), { me: { reactions: [a, c] } });
});

test("a text that comes without its language is in that of its letters", () => {
  const languages = ["Hello", "Привет", "Привет, Anna Smith", "", "42", "Ґ: café"].map(impliedLanguage);
  assert.deepEqual(languages, ["en", "ru", "en", "", "en", "en"]);
  const unsaid = { ...said(7, "Привет"), data: { message: "m7", person: "dmitri", text: "Привет" } };
  assert.deepEqual(after(unsaid as EventFrame), [message(7, "Привет", { lang: "ru" })]);
});
