import assert from "node:assert/strict";
import { test } from "node:test";
import "./every_noun.ts";
import { Store } from "../../static/src/live/store.ts";
import type { EventFrame } from "../../static/src/live/wire.ts";

function said(seq: number): EventFrame {
  const data = { message: `m${seq}`, person: "ada", text: String(seq), lang: "en" };
  return { stream: "room", seq, name: "message.posted", at: "2011-11-14T06:00:00.000Z", data };
}

function texts(store: Store): string[] {
  return store.room.value.messages.map((message) => message.text);
}

test("what is known already is dropped", () => {
  const store = new Store();
  store.hear([said(1), said(2)]);
  store.hear([said(1), said(2), said(3)]);
  assert.deepEqual(texts(store), ["1", "2", "3"]);
});

test("what comes early waits until the hole is filled", () => {
  const store = new Store();
  assert.deepEqual(store.hear([said(1), said(3), said(4)]), new Set(["room"]));
  assert.deepEqual(texts(store), ["1"]);
  assert.deepEqual(store.hear([said(2), said(3)]), new Set());
  assert.deepEqual(texts(store), ["1", "2", "3", "4"]);
  assert.deepEqual(store.seen(), { room: 4 });
});

test("a snapshot stands before the first event that came with it", () => {
  const store = new Store();
  store.enter({ as_of: { room: 9 }, snapshot: { room: { messages: [] } }, events: [said(8), said(9)] });
  assert.deepEqual(texts(store), ["8", "9"]);
  assert.deepEqual(store.seen(), { room: 9 });
});

test("entering again without a snapshot adds only what was missed", () => {
  const store = new Store();
  store.enter({ as_of: { room: 0 }, snapshot: { room: { messages: [] } } });
  store.hear([said(1)]);
  store.enter({ as_of: { room: 3 }, events: [said(1), said(2), said(3)] });
  assert.deepEqual(texts(store), ["1", "2", "3"]);
});

test("a stream that is no longer mine is forgotten", () => {
  const store = new Store();
  const waiting = { id: "q", person: "ada", text: "?", lang: "en", at: "" };
  store.enter({ as_of: { room: 1, staff: 1 }, snapshot: { staff: { questions: [waiting] } } });
  store.enter({ as_of: { room: 1 }, events: [] });
  assert.deepEqual(store.staff.value.questions, []);
  assert.deepEqual(store.seen(), { room: 1 });
});

test("a heartbeat's heads show which stream is behind", () => {
  const store = new Store();
  store.hear([said(1)]);
  assert.deepEqual(store.behind({ room: 1, me: 0 }), []);
  assert.deepEqual(store.behind({ room: 2, me: 1 }), ["room", "me"]);
});

test("listeners hear what is new, not what a snapshot brought", () => {
  const store = new Store();
  const heard: number[] = [];
  store.onHeard((event) => heard.push(event.seq));
  store.enter({ as_of: { room: 2 }, snapshot: { room: { messages: [] } }, events: [said(2)] });
  store.hear([said(3)]);
  store.enter({ as_of: { room: 4 }, events: [said(4)] });
  assert.deepEqual(heard, [3, 4]);
});

test("presence follows the whispers from the count at entering", () => {
  const store = new Store();
  store.enter({ as_of: {}, people: { count: 2, here: ["ada", "boris"] } });
  const data = { count: 2, joined: ["clara"], left: ["ada"] };
  store.hear([{ stream: "room", name: "people.present", data }]);
  assert.deepEqual(store.asides.value.present, { count: 2, here: new Set(["boris", "clara"]) });
});
