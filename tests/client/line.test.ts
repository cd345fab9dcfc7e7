import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox } from "../../static/src/live/outbox.ts";
import { backoff } from "../../static/src/live/surroundings.ts";
import type { CommandFrame } from "../../static/src/live/wire.ts";
import { entered, Hall, said, settled } from "./hall.ts";

test("entering says what was seen, and the line is up", async () => {
  const hall = await entered();
  assert.deepEqual(hall.socket.last("room.enter")?.data, {
    ticket: "ticket 1",
    room: "session.1",
    seen: {},
    packed: true,
  });
  assert.equal(hall.line.state.value.kind, "up");
});

test("a heartbeat is answered at once, and heads ahead of us are fetched", async () => {
  const hall = await entered();
  hall.socket.hear({ beat: 4, heads: { room: 2 } });
  assert.deepEqual(hall.socket.sent.find((frame) => "beat" in frame), { beat: 4 });
  const fetch = hall.socket.last("stream.fetch");
  assert.deepEqual(fetch?.data, { stream: "room", after: 0 });
  hall.socket.hear({ id: fetch?.id, ok: true, data: { events: [said(1), said(2)] } });
  await settled();
  assert.deepEqual(hall.store.seen(), { room: 2 });
});

test("a drop is resumed with the ticket of the last reply and what was seen", async () => {
  const hall = await entered();
  hall.socket.hear([said(1)]);
  hall.socket.drop(1006);
  assert.equal(hall.line.state.value.kind, "behind");
  await hall.pass(1000);
  await hall.enter({ as_of: { room: 2 }, events: [said(2) as never] });
  const resumed = hall.socket.last("room.enter");
  assert.deepEqual(resumed?.data, { ticket: "next", room: "session.1", seen: { room: 1 }, packed: true });
  assert.equal(hall.tickets, 1);
  assert.deepEqual(hall.store.seen(), { room: 2 });
});

test("what was not answered is sent again under the same UUID", async () => {
  const hall = await entered();
  const reply = hall.line.say("message.post", { text: "Hello" }, true);
  const first = hall.socket.last("message.post");
  hall.socket.drop(1012);
  await hall.pass(1000);
  await hall.enter();
  const second = hall.socket.last("message.post");
  assert.deepEqual(second, first);
  hall.socket.hear({ id: second?.id, ok: true, data: { id: "m1", seq: 1 } });
  assert.deepEqual(await reply, { id: second?.id, ok: true, data: { id: "m1", seq: 1 } });
  assert.deepEqual(hall.outbox.unsent(), []);
});

test("what was not answered outlives a reload", async () => {
  const hall = await entered();
  void hall.line.say("message.post", { text: "Hello" }, true);
  const again = new Outbox(hall.storage, "outbox");
  assert.deepEqual(again.unsent(), hall.outbox.unsent());
});

test("a refused text stays with its reason until it is taken or discarded", async () => {
  const hall = await entered();
  const reply = hall.line.say("message.post", { text: "Hello" }, true);
  const id = hall.socket.last("message.post")?.id;
  hall.socket.hear({ id, ok: false, code: "rate.limited", text: "Slower", retry_in: 3 });
  assert.equal((await reply).ok, false);
  assert.equal(hall.outbox.entries.value[0]?.state, "failed");
  hall.line.retry(String(id));
  assert.equal(hall.socket.last("message.post")?.id, id);
});

test("busy is tried again after the time that the server names, three times", async () => {
  const hall = await entered();
  void hall.line.say("message.post", { text: "Hello" }, true);
  for (let tries = 0; tries < 4; tries++) {
    const id = hall.socket.last("message.post")?.id;
    hall.socket.hear({ id, ok: false, code: "busy", text: "Busy", retry_in: 1 });
    await hall.pass(1000);
  }
  assert.equal(hall.socket.sent.filter((frame) => frame.name === "message.post").length, 4);
  assert.equal(hall.outbox.entries.value[0]?.state, "failed");
});

test("a line that falls silent is given up after twenty-five seconds", async () => {
  const hall = await entered();
  await hall.pass(31_000);
  assert.equal(hall.sockets.length > 1, true);
});

test("changed rights enter again at once, with a ticket of the new rights", async () => {
  const hall = await entered();
  hall.socket.drop(4401);
  await settled();
  assert.equal(hall.sockets.length, 2);
  assert.equal(hall.tickets, 2);
});

test("a drain's time is kept", async () => {
  const hall = await entered();
  hall.socket.hear({ drain: { reconnect_in: 7000 } });
  hall.socket.drop(1012);
  await hall.pass(6900);
  assert.equal(hall.sockets.length, 1);
  await hall.pass(200);
  assert.equal(hall.sockets.length, 2);
});

test("a network that is down is not taken for a missing WebSocket", async () => {
  const hall = await entered();
  hall.doorError = new TypeError("network");
  hall.socket.drop(1006);
  await hall.pass(300_000);
  assert.equal(hall.line.state.value.kind, "behind");
});

test("a device that is back online enters within a second, whenever it tried last", async () => {
  const hall = await entered();
  hall.online = false;
  hall.doorError = new TypeError("network");
  hall.line.offline();
  assert.deepEqual(hall.line.state.value, { kind: "behind", since: 0, isOffline: true });
  await hall.pass(31_500);
  hall.online = true;
  hall.doorError = null;
  hall.line.hurry();
  assert.deepEqual(hall.line.state.value, { kind: "behind", since: 0, isOffline: false });
  await hall.pass(1000);
  await hall.enter();
  assert.equal(hall.line.state.value.kind, "up");
});

test("a page that shows itself while the line is being had does not start over", async () => {
  const hall = new Hall();
  hall.line.start();
  hall.line.hurry();
  await hall.enter();
  assert.equal(hall.sockets.length, 1);
  assert.equal(hall.line.state.value.kind, "up");
});

function troubled(hall: Hall, data: { bell: boolean; store: boolean }): void {
  hall.socket.hear({ stream: "room", name: "line.troubled", data });
}

test("a server without its records is busy for as long as it takes", async () => {
  const hall = await entered();
  troubled(hall, { bell: false, store: true });
  void hall.line.say("message.post", { text: "Hello" }, true);
  const id = hall.socket.last("message.post")?.id;
  for (let tries = 0; tries < 20; tries++) {
    hall.socket.hear({ id, ok: false, code: "busy", text: "Busy", retry_in: 1 });
    await hall.pass(1000);
  }
  assert.equal(hall.socket.sent.filter((frame) => frame.name === "message.post").length, 21);
  troubled(hall, { bell: false, store: false });
  hall.socket.hear({ id, ok: true, data: { id: "m1", seq: 1 } });
  assert.deepEqual(hall.outbox.unsent(), []);
});

test("the hour since when the records are away stays while the bell comes and goes", async () => {
  const hall = await entered();
  troubled(hall, { bell: false, store: true });
  const since = hall.store.asides.value.trouble?.recordsLostAt;
  troubled(hall, { bell: true, store: true });
  assert.deepEqual(hall.store.asides.value.trouble, { isBellLost: true, recordsLostAt: since });
  troubled(hall, { bell: true, store: false });
  assert.equal(hall.store.asides.value.trouble?.recordsLostAt, null);
});

test("what is troubled is forgotten with the server that said so", async () => {
  const hall = await entered();
  troubled(hall, { bell: true, store: false });
  hall.socket.drop(1012);
  await hall.pass(1000);
  await hall.enter();
  assert.equal(hall.store.asides.value.trouble, undefined);
});

test("all refused texts are sent again in their order", async () => {
  const hall = await entered();
  for (const text of ["one", "two"]) {
    void hall.line.say("message.post", { text }, true);
    const id = hall.socket.last("message.post")?.id;
    hall.socket.hear({ id, ok: false, code: "rate.limited", text: "Slower", retry_in: 3 });
  }
  assert.equal(hall.outbox.failed().length, 2);
  hall.line.retryAll();
  const texts = hall.socket.sent.filter((frame) => frame.name === "message.post");
  assert.deepEqual(texts.slice(2).map((frame) => frame.data), [{ text: "one" }, { text: "two" }]);
  assert.equal(hall.outbox.failed().length, 0);
});

test("a storage that is full does not keep a text from being sent", async () => {
  const hall = await entered();
  hall.storage.setItem = () => {
    throw new Error("quota");
  };
  void hall.line.say("message.post", { text: "Hello" }, true);
  assert.deepEqual(hall.socket.last("message.post")?.data, { text: "Hello" });
});

test("a gap that a busy server does not fill is asked for again", async () => {
  const hall = await entered();
  hall.socket.hear([said(2)]);
  const { id } = hall.socket.last("stream.fetch") as CommandFrame;
  hall.socket.hear({ id, ok: false, code: "busy", text: "", retry_in: 2 });
  await hall.pass(2000);
  const again = hall.socket.last("stream.fetch") as CommandFrame;
  assert.notEqual(again.id, id);
  hall.socket.hear({ id: again.id, ok: true, data: { events: [said(1)] } });
  await settled();
  assert.deepEqual(hall.store.seen(), { room: 2 });
});

test("a server that restarts is come back to with the ticket at hand", async () => {
  const hall = await entered();
  const { tickets } = hall;
  hall.socket.drop(1006);
  for (const wait of [500, 1000, 2000]) {
    const before = hall.sockets.length;
    await hall.pass(wait);
    assert.equal(hall.sockets.length, before + 1);
    assert.equal(hall.tickets, tickets);
    hall.socket.drop(1006);
  }
  await hall.pass(4000);
  hall.socket.onopen?.(undefined as never);
  const entry = hall.socket.last("room.enter") as CommandFrame;
  assert.equal((entry.data as { ticket: string }).ticket, "next");
  hall.socket.drop(1006);
  await hall.pass(8000);
  assert.equal(hall.tickets, tickets + 1);
});

test("the wait grows to half a minute and is spread from nothing", () => {
  assert.equal(backoff(0, () => 1), 1000);
  assert.equal(backoff(3, () => 0.5), 4000);
  assert.equal(backoff(20, () => 1), 30_000);
  assert.equal(backoff(20, () => 0), 0);
});
