import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Hall, said, settled } from "./hall.ts";

const packed = (slice: unknown) => gzipSync(JSON.stringify(slice)).toString("base64");
const message = { ...said(1).data, text: "Привет" };

async function entering(slice: string): Promise<Hall> {
  const hall = new Hall();
  hall.line.start();
  await settled();
  hall.socket.onopen?.(undefined as never);
  const id = hall.socket.last("room.enter")?.id;
  const data = { as_of: { room: 1, me: 0 }, snapshot: { me: {} }, packed: { room: slice }, events: [], ticket: "next" };
  hall.socket.hear({ id, ok: true, data });
  return hall;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !isSo(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.ok(isSo());
}

test("a packed slice is the slice, and what comes behind it waits its turn", async () => {
  const hall = await entering(packed({ messages: [{ ...message, id: "m1", seq: 1 }] }));
  hall.socket.hear(said(2));
  hall.socket.hear({ beat: 1, heads: { room: 2 } });
  await until(() => hall.line.state.value.kind === "up");
  assert.equal(hall.store.room.value.messages[0]?.text, "Привет");
  await until(() => hall.socket.sent.some((frame) => "beat" in frame));
  assert.deepEqual(hall.store.seen(), { room: 2, me: 0 });
  assert.equal(hall.socket.last("stream.fetch"), undefined);
});

test("a slice that can't be unpacked is an entry that failed, and is tried again", async () => {
  const hall = await entering("bm90IGd6aXA=");
  await until(() => hall.socket.readyState === 3);
  await hall.pass(60_000);
  assert.ok(hall.sockets.length > 1);
});
