import assert from "node:assert/strict";
import { test } from "node:test";
import "./every_noun.ts";
import type { Message } from "../../static/src/live/messages.ts";
import { leftToEdit } from "../../static/src/live/messages_clock.ts";
import type { MessagesAsked, MessagesPage } from "../../static/src/live/messages_door.ts";
import { readable, Search } from "../../static/src/live/messages_found.ts";
import { MessageLog } from "../../static/src/live/messages_log.ts";
import { around, isPressed, linking, marking } from "../../static/src/live/messages_words.ts";
import { merge } from "../../static/src/live/announcer.tsx";
import type { Entry } from "../../static/src/live/outbox.ts";
import { ServerClock } from "../../static/src/live/server_clock.ts";
import { Store } from "../../static/src/live/store.ts";
import type { EventFrame } from "../../static/src/live/wire.ts";

const AT = "2011-11-14T06:00:00.000Z";

function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`, seq, at: AT, person: "ada", text: `text ${seq}`, lang: "en",
    reply: null, state: "shown", edited_at: null, reactions: {}, ...more,
  };
}

function messages(from: number, to: number): Message[] {
  return Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
}

function event(seq: number, name: string, data: object): EventFrame {
  return { stream: "room", seq, name, at: AT, data };
}

function said(seq: number): EventFrame {
  return event(seq, "message.posted", { message: `m${seq}`, person: "ada", text: `text ${seq}`, lang: "en" });
}

/** A server that answers when the test says so. */
class Door {
  asked: MessagesAsked[] = [];
  private waiting: ((page: MessagesPage | Error) => void)[] = [];

  fetch = (asked: MessagesAsked) => {
    this.asked.push(asked);
    return new Promise<MessagesPage>((resolve, reject) => {
      this.waiting.push((page) => (page instanceof Error ? reject(page) : resolve(page)));
    });
  };

  async answer(page: MessagesPage | Error): Promise<void> {
    this.waiting.shift()?.(page);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function hall(latest: Message[]) {
  const store = new Store();
  const door = new Door();
  const log = new MessageLog(store, door.fetch);
  const head = latest.at(-1)?.seq ?? 0;
  const enter = (all: Message[], as_of: number) =>
    store.enter({ as_of: { room: as_of }, snapshot: { room: { messages: all } } });
  enter(latest, head);
  return { store, door, log, enter };
}

const numbers = (log: MessageLog) => log.messages.value.map(({ seq }) => seq);

test("a short chat has nothing before it, a full slice may have", () => {
  assert.equal(hall(messages(1, 3)).log.hasEarlier.value, false);
  assert.equal(hall(messages(101, 300)).log.hasEarlier.value, true);
});

test("older pages stand before the slice, asked for once, until nothing is earlier", async () => {
  const { log, door } = hall(messages(101, 300));
  void log.earlier();
  void log.earlier();
  assert.equal(log.state.value, "loading");
  await door.answer({ messages: messages(51, 100), more: true });
  void log.earlier();
  await door.answer({ messages: messages(1, 50), more: false });
  assert.deepEqual(door.asked, [{ before: 101 }, { before: 51 }]);
  assert.equal(log.hasEarlier.value, false);
  assert.deepEqual(numbers(log), messages(1, 300).map(({ seq }) => seq));
});

test("what falls out of the slice stays in the log", () => {
  const { log, store } = hall(messages(101, 300));
  store.hear([said(301), said(302)]);
  assert.equal(store.room.value.messages.length, 12);
  assert.deepEqual(numbers(log), messages(101, 302).map(({ seq }) => seq));
});

test("a text deleted while its page was on the way is not shown", async () => {
  const { log, store, door } = hall(messages(101, 300));
  void log.earlier();
  store.hear([event(301, "message.deleted", { message: "m60" }), said(302)]);
  await door.answer({ messages: messages(51, 100), more: true });
  const [gone] = log.messages.value.filter(({ id }) => id === "m60");
  assert.deepEqual(gone, message(60, { lang: "", state: "deleted", text: "" }));
  assert.equal(log.messages.value.filter(({ seq }) => seq === 302).length, 1);
});

test("what happens to a loaded older message happens in the log", async () => {
  const { log, store, door } = hall(messages(101, 300));
  void log.earlier();
  await door.answer({ messages: messages(51, 100), more: true });
  store.hear([
    event(301, "message.hidden", { message: "m60" }),
    event(302, "message.edited", { message: "m61", text: "better", lang: "en" }),
    event(303, "message.counted", { message: "m62", reaction: "agree", count: 2 }),
  ]);
  const after = new Map(log.messages.value.map((each) => [each.id, each]));
  assert.deepEqual(after.get("m60"), message(60, { lang: "", state: "hidden", text: "" }));
  assert.deepEqual(after.get("m61"), message(61, { text: "better", edited_at: AT }));
  assert.deepEqual(after.get("m62"), message(62, { reactions: { agree: 2 } }));
  store.hear([event(304, "message.restored", { message: "m60", text: "text 60", lang: "en" })]);
  assert.deepEqual(log.messages.value.find(({ id }) => id === "m60"), message(60));
});

test("a page that fails can be asked for again", async () => {
  const { log, door } = hall(messages(101, 300));
  void log.earlier();
  await door.answer(new Error("no line"));
  assert.equal(log.state.value, "failed");
  assert.equal(numbers(log)[0], 101);
  void log.earlier();
  await door.answer({ messages: messages(51, 100), more: true });
  assert.equal(log.state.value, "idle");
  assert.equal(numbers(log)[0], 51);
});

test("after a snapshot older texts are asked for anew, and an older answer counts no more", async () => {
  const { log, door, enter } = hall(messages(101, 300));
  void log.earlier();
  await door.answer({ messages: messages(51, 100), more: true });
  void log.earlier();
  enter(messages(401, 600), 600);
  assert.equal(numbers(log)[0], 401);
  await door.answer({ messages: messages(1, 50), more: false });
  assert.equal(numbers(log)[0], 401);
  const answers = [messages(201, 400), messages(1, 200)];
  await door.answer({ messages: answers[0] as Message[], more: true });
  await door.answer({ messages: answers[1] as Message[], more: false });
  assert.deepEqual(door.asked.slice(2), [{ before: 401 }, { before: 201 }]);
  assert.deepEqual(numbers(log), messages(1, 600).map(({ seq }) => seq));
});

test("a message is reached by loading pages, and one that is too far is not", async () => {
  const { log, door } = hall(messages(101, 300));
  const found = log.reach("m40");
  await door.answer({ messages: messages(51, 100), more: true });
  await door.answer({ messages: messages(1, 50), more: false });
  assert.equal(await found, true);
  assert.equal(await log.reach("elsewhere"), false);
});

test("what was found vanishes from the hits when it is taken back", async () => {
  const store = new Store();
  const door = new Door();
  const search = new Search(store, door.fetch);
  store.enter({ as_of: { room: 9 }, snapshot: { room: { messages: [] } } });
  void search.look("text");
  store.hear([event(10, "message.hidden", { message: "m2" })]);
  await door.answer({ messages: messages(1, 3), more: false });
  assert.deepEqual(readable(search.found.value).map(({ id }) => id), ["m3", "m1"]);
  store.hear([event(11, "message.deleted", { message: "m3" })]);
  assert.deepEqual(readable(search.found.value).map(({ id }) => id), ["m1"]);
});

test("only the latest search counts", async () => {
  const door = new Door();
  const search = new Search(new Store(), door.fetch);
  void search.look("one");
  void search.look("two");
  await door.answer({ messages: messages(1, 1), more: false });
  assert.equal(search.found.value.kind, "searching");
  await door.answer({ messages: messages(2, 2), more: false });
  assert.deepEqual(readable(search.found.value).map(({ id }) => id), ["m2"]);
});

test("a message may be edited for five minutes by the server's clock, not by ours", () => {
  const clock = new ServerClock();
  const at = Date.parse(AT);
  const left = (now: number) => leftToEdit(AT, clock.now(now));
  assert.equal(left(at), 300_000);
  clock.hear(AT, at + 3_600_000);
  assert.equal(left(at + 3_600_000), 300_000);
  clock.hear(AT, at + 3_600_000 + 2_000);
  assert.equal(left(at + 3_600_000 + 2_000), 298_000);
  assert.equal(left(at + 3_600_000 + 300_000), 0);
});

test("an instant of the past says nothing of the clock, one ahead of us does", () => {
  const clock = new ServerClock();
  const at = Date.parse(AT);
  clock.isAtLeast(AT, at + 60_000);
  assert.equal(clock.now(at), at);
  clock.isAtLeast(AT, at - 60_000);
  assert.equal(clock.now(at - 60_000), at);
});

test("the sought phrase is marked whatever its case, else each of its words", () => {
  const hits = (text: string, sought: string) =>
    marking(text, sought).filter(({ isHit }) => isHit).map((piece) => piece.text);
  assert.deepEqual(hits("Реестр? Ещё один РЕЕСТР.", "реестр"), ["Реестр", "РЕЕСТР"]);
  assert.deepEqual(hits("All about the register", "register about"), ["about", "register"]);
  assert.deepEqual(hits("Всё ещё здесь", "еще"), ["ещё"]);
  assert.deepEqual(hits("1 + 1 (one)", "1 + 1 ("), ["1 + 1 ("]);
  assert.deepEqual(marking("as it was", ""), [{ text: "as it was", isHit: false }]);
  assert.equal(marking("a <b>b</b> c", "b").map((piece) => piece.text).join(""), "a <b>b</b> c");
});

test("of a long text the part around the hit is shown", () => {
  const text = `${"before ".repeat(40)}needle${" after".repeat(80)}`;
  const part = around(text, "NEEDLE");
  assert.ok(part.length < 300 && part.startsWith("… before") && part.includes("needle") && part.endsWith(" …"));
  assert.equal(around("a needle", "needle"), "a needle");
});

test("addresses of the web become links, without the full stop behind them", () => {
  const links = (text: string) => linking(text).filter(({ href }) => href).map(({ href }) => href);
  assert.deepEqual(links("See https://example.org/a?b=1. Or (http://example.net/x)."), [
    "https://example.org/a?b=1",
    "http://example.net/x",
  ]);
  assert.deepEqual(links("javascript:alert(1) ftp://x"), []);
});

test("a reaction shows as pressed while it is sent, and no more once it was refused", () => {
  const entry = (name: string, reaction: string) =>
    ({ id: "", name, data: { message: "m", reaction }, mark: 0, state: "sending", holdsText: false }) as Entry;
  assert.equal(isPressed("agree", false, [entry("message.react", "agree")]), true);
  assert.equal(isPressed("agree", true, [entry("message.unreact", "agree")]), false);
  assert.equal(isPressed("heart", true, [entry("message.unreact", "agree")]), true);
  assert.equal(isPressed("agree", false, undefined), false);
});

test("what was taken back before it could be read out is not read", () => {
  const { store } = hall([]);
  const events = [said(1), event(2, "message.deleted", { message: "m1" })];
  store.hear(events);
  assert.equal(merge([events[0] as EventFrame], store.room.value), "");
  store.hear([said(3), event(4, "message.edited", { message: "m3", text: "better", lang: "en" })]);
  assert.equal(merge([said(3)], store.room.value), "someone says: better");
});
