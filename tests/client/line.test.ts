import assert from "node:assert/strict";
import { test } from "node:test";
import "../../static/src/live/nouns.ts";
import { ClosedDoorError } from "../../static/src/live/doors.ts";
import { Outbox } from "../../static/src/live/outbox.ts";
import { Line } from "../../static/src/live/socket.ts";
import { Store } from "../../static/src/live/store.ts";
import { backoff, type SocketLike, type Surroundings } from "../../static/src/live/surroundings.ts";
import type { CommandFrame, Entrance, Reply } from "../../static/src/live/wire.ts";

class FakeSocket implements SocketLike {
  readyState = 1;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((message: never) => void) | null = null;
  onclose: ((closing: never) => void) | null = null;
  sent: (CommandFrame & { beat?: number })[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  hear(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) } as never);
  }

  drop(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code } as never);
  }

  last(name: string): CommandFrame | undefined {
    return this.sent.filter((frame) => frame.name === name).at(-1);
  }
}

class FakeStorage {
  private kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

/** A line with a clock that only the test moves. */
class Hall implements Surroundings {
  sockets: FakeSocket[] = [];
  posted: CommandFrame[] = [];
  tickets = 0;
  time = 0;
  waiting: { at: number; act: () => void }[] = [];
  doorError: Error | null = null;
  page: Entrance = { as_of: { room: 0 }, snapshot: { room: { messages: [] } } };
  store = new Store();
  storage = new FakeStorage();
  outbox = new Outbox(this.storage, "outbox");

  open = () => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };
  ticket = async () => {
    if (this.doorError) {
      throw this.doorError;
    }
    this.tickets++;
    return { ticket: `ticket ${this.tickets}`, url: "ws://hall/" };
  };
  command = async (frame: CommandFrame): Promise<Reply> => {
    this.posted.push(frame);
    return { ok: true, data: { id: "made" } };
  };
  events = async () => this.page;
  later = (act: () => void, milliseconds: number) => {
    const entry = { at: this.time + milliseconds, act };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== entry);
    };
  };
  now = () => this.time;
  random = () => 0.5;
  online = true;
  isOnline = () => this.online;
  line = new Line(this.store, this.outbox, this, []);

  get socket(): FakeSocket {
    return this.sockets.at(-1) as FakeSocket;
  }

  /** Let time pass, calling what falls due in its order. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      await settled();
      const next = this.waiting.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) {
        break;
      }
      this.waiting = this.waiting.filter((entry) => entry !== next);
      this.time = Math.max(this.time, next.at);
      next.act();
    }
    this.time = end;
  }

  async enter(data: Partial<Entrance> = {}): Promise<void> {
    await settled();
    this.socket.onopen?.(undefined as never);
    const frame = this.socket.last("room.enter");
    const entrance = { as_of: { room: 0 }, events: [], ticket: "next", ...data };
    this.socket.hear({ id: frame?.id, ok: true, data: entrance });
    await settled();
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function entered(): Promise<Hall> {
  const hall = new Hall();
  hall.line.start();
  await hall.enter({ snapshot: { room: { messages: [] } } });
  return hall;
}

function said(seq: number) {
  const data = { message: `m${seq}`, person: "ada", text: String(seq), lang: "en" };
  return { stream: "room", seq, name: "message.posted", at: "2011-11-14T06:00:00.000Z", data };
}

test("entering says what was seen, and the line is up", async () => {
  const hall = await entered();
  assert.deepEqual(hall.socket.last("room.enter")?.data, { ticket: "ticket 1", seen: {} });
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
  assert.deepEqual(resumed?.data, { ticket: "next", seen: { room: 1 } });
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

test("who was removed is told so, and the line stays closed", async () => {
  const hall = await entered();
  hall.socket.drop(4403);
  await hall.pass(120_000);
  assert.equal(hall.line.state.value.kind, "closed");
  assert.equal(hall.sockets.length, 1);
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

test("three sockets that fail while the doors answer mean polling", async () => {
  const hall = new Hall();
  hall.line.start();
  for (let tries = 0; tries < 3; tries++) {
    await settled();
    hall.socket.drop(1006);
    await hall.pass(10_000);
  }
  assert.equal(hall.line.state.value.kind, "polling");
  void hall.line.say("message.post", { text: "Hello" }, true);
  await settled();
  assert.deepEqual(hall.posted.map((frame) => frame.name), ["message.post"]);
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
  await hall.pass(30_500);
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

test("a sign-in that has ended closes the line with a way back", async () => {
  const hall = new Hall();
  hall.doorError = new ClosedDoorError(403, { ok: false, code: "http.403", text: "" });
  hall.line.start();
  await settled();
  assert.deepEqual(hall.line.state.value, {
    kind: "closed",
    text: "You are no longer signed in.",
    canReload: true,
  });
});

test("the wait grows to half a minute and is spread from nothing", () => {
  assert.equal(backoff(0, () => 1), 1000);
  assert.equal(backoff(3, () => 0.5), 4000);
  assert.equal(backoff(20, () => 1), 30_000);
  assert.equal(backoff(20, () => 0), 0);
});
