import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox } from "../../static/src/live/outbox.ts";
import { Hall, polling, refused, said, settled } from "./hall.ts";

test("three sockets that fail while the doors answer mean polling", async () => {
  const hall = await polling(false);
  assert.equal(hall.line.state.value.kind, "polling");
  void hall.line.say("message.post", { text: "Hello" }, true);
  await settled();
  assert.deepEqual(hall.posted.map((frame) => frame.name), ["message.post"]);
});

test("a handshake without an answer is polled around after the first ten seconds", async () => {
  const hall = new Hall();
  hall.isPatient = true;
  hall.line.start();
  await hall.pass(10_000);
  await settled();
  assert.equal(hall.line.state.value.kind, "polling");
  assert.equal(hall.sockets.length, 1);
});

test("news is asked for again at once, and only with what was seen", async () => {
  const hall = await polling();
  assert.deepEqual(hall.asked.map(({ seen }) => seen), [{}]);
  await hall.pass(200);
  await hall.pass(5000);
  assert.deepEqual(hall.asked.map(({ seen }) => seen), [{}, { room: 0 }]);
  hall.kept.shift()?.({ as_of: { room: 1 }, events: [said(1) as never], more: false });
  await hall.pass(0);
  assert.deepEqual(hall.asked.at(-1)?.seen, { room: 1 });
  assert.equal(hall.asked.at(-1)?.at, hall.time);
  hall.kept.shift()?.({ as_of: { room: 3 }, events: [said(2) as never], more: true });
  await hall.pass(0);
  assert.deepEqual(hall.asked.at(-1)?.seen, { room: 2 });
});

test("a server that does not wait is asked once a second", async () => {
  const hall = await polling(false);
  hall.page = { as_of: { room: 0 }, events: [], more: false };
  await hall.pass(1000);
  const before = hall.asked.length;
  await hall.pass(10_000);
  assert.equal(hall.asked.length - before, 10);
});

test("a room in which much is said is not asked more than five times a second", async () => {
  const hall = await polling(false);
  hall.page = { as_of: { room: 0 }, events: [said(1) as never], more: false };
  await hall.pass(1000);
  const before = hall.asked.length;
  await hall.pass(1000);
  assert.equal(hall.asked.length - before, 5);
});

test("what could not be posted is posted again within a second, while a question is open", async () => {
  const hall = await polling();
  hall.commandError = new TypeError("network");
  void hall.line.say("message.post", { text: "Hello" }, true);
  await settled();
  assert.equal(hall.line.state.value.kind, "behind");
  hall.commandError = null;
  await hall.pass(1000);
  await settled();
  assert.deepEqual(hall.posted.map((frame) => frame.id).length, 2);
  assert.deepEqual(hall.outbox.unsent(), []);
});

test("what is said while something is being posted is posted after it", async () => {
  const hall = await polling();
  void hall.line.say("message.post", { text: "one" }, true);
  void hall.line.say("message.post", { text: "two" }, true);
  await settled();
  assert.deepEqual(hall.posted.map((frame) => frame.data), [{ text: "one" }, { text: "two" }]);
});

test("what a busy server asked to wait with is posted again, also behind a slow one", async () => {
  const hall = await polling();
  let finish = () => {};
  hall.command = async (frame) => {
    hall.posted.push(frame);
    if (hall.posted.length === 1) {
      return { ok: false, code: "busy", text: "", retry_in: 1 };
    }
    if (hall.posted.length === 2) {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    }
    return { ok: true, data: { id: "made" } };
  };
  void hall.line.say("message.post", { text: "one" }, true);
  void hall.line.say("message.post", { text: "two" }, true);
  await hall.pass(2000);
  finish();
  await settled();
  const texts = hall.posted.map((frame) => (frame.data as { text: string }).text);
  assert.deepEqual(texts, ["one", "two", "one"]);
});

test("while it polls, WebSocket is tried every minute, and taken when it is back", async () => {
  const hall = await polling();
  const before = hall.sockets.length;
  await hall.pass(59_000);
  assert.equal(hall.sockets.length, before);
  await hall.pass(1000);
  assert.equal(hall.sockets.length, before + 1);
  await hall.enter();
  assert.equal(hall.line.state.value.kind, "up");
  assert.equal(hall.asked.at(-1)?.calledOff.aborted, true);
});

test("a polling device that goes offline says so, and asks at once when it is back", async () => {
  const hall = await polling();
  await hall.pass(5000);
  hall.online = false;
  hall.line.offline();
  const kind = hall.line.state.value;
  assert.equal(kind.kind === "behind" && kind.isOffline, true);
  assert.equal(hall.asked.at(-1)?.calledOff.aborted, true);
  hall.online = true;
  hall.isPatient = false;
  hall.line.hurry();
  await hall.pass(0);
  assert.equal(hall.line.state.value.kind, "polling");
});

test("a sign-in that ends while it polls closes the line and fails no text", async () => {
  const hall = await polling();
  hall.commandError = refused(401, "not_authenticated");
  void hall.line.say("message.post", { text: "Hello" }, true);
  await settled();
  const state = hall.line.state.value;
  assert.equal(state.kind === "closed" && state.way, "sign-in");
  assert.deepEqual(new Outbox(hall.storage, "outbox").unsent().map(({ data }) => data), [
    { text: "Hello" },
  ]);
});

test("a page of another person's is not taken", async () => {
  const hall = await polling(false);
  hall.page = { as_of: { room: 1 }, events: [said(1) as never], you: { id: "eve", may: [] } };
  await hall.pass(1000);
  const state = hall.line.state.value;
  assert.equal(state.kind === "closed" && state.way, "reload");
  assert.deepEqual(hall.store.seen(), { room: 0 });
});
