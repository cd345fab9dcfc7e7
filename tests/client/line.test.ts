import assert from "node:assert/strict";
import { test } from "node:test";
import "./every_noun.ts";
import { ClosedDoorError } from "../../static/src/live/doors.ts";
import { Outbox } from "../../static/src/live/outbox.ts";
import { Line } from "../../static/src/live/socket.ts";
import { Store } from "../../static/src/live/store.ts";
import { backoff, type SocketLike, type Surroundings } from "../../static/src/live/surroundings.ts";
import type { CommandFrame, Entrance, Heads, Reply } from "../../static/src/live/wire.ts";

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
    if (this.commandError) {
      throw this.commandError;
    }
    return { ok: true, data: { id: "made" } };
  };
  asked: { seen: Heads; at: number; calledOff: AbortSignal }[] = [];
  /** Questions for news that the server keeps open, where `isPatient`. */
  kept: ((page: Entrance) => void)[] = [];
  isPatient = false;
  commandError: Error | null = null;
  events = async (seen: Heads, calledOff: AbortSignal): Promise<Entrance> => {
    this.asked.push({ seen, at: this.time, calledOff });
    if (this.doorError) {
      throw this.doorError;
    }
    return this.isPatient && "room" in seen
      ? new Promise((resolve) => this.kept.push(resolve))
      : this.page;
  };
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
  line = new Line(this.store, this.outbox, this, { room: "session.1", person: "me", may: [] });

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

const refused = (status: number, code: string, rest = {}) =>
  new ClosedDoorError(status, { ok: false, code, text: "", ...rest });

/** A line whose WebSocket fails and whose other doors are open. */
async function polling(isPatient = true): Promise<Hall> {
  const hall = new Hall();
  hall.isPatient = isPatient;
  hall.line.start();
  for (let tries = 0; tries < 3; tries++) {
    await settled();
    hall.socket.drop(1006);
    await hall.pass(tries < 2 ? 1000 * 2 ** tries : 0);
  }
  await settled();
  return hall;
}

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
  assert.deepEqual(hall.socket.last("room.enter")?.data, {
    ticket: "ticket 1",
    room: "session.1",
    seen: {},
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
  assert.deepEqual(resumed?.data, { ticket: "next", room: "session.1", seen: { room: 1 } });
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
  for (const [status, code] of [[401, "not_authenticated"], [403, "http.403"]] as const) {
    const hall = new Hall();
    hall.doorError = refused(status, code);
    hall.line.start();
    await settled();
    assert.deepEqual(hall.line.state.value, {
      kind: "closed",
      text: "You are no longer signed in. What you typed is kept.",
      way: "sign-in",
    });
  }
});

test("a form token of an earlier sign-in asks for the page anew", async () => {
  const hall = new Hall();
  hall.doorError = refused(403, "permission_denied");
  hall.line.start();
  await settled();
  const state = hall.line.state.value;
  assert.equal(state.kind === "closed" && state.way, "reload");
});

async function refuse(hall: Hall, code: string, rest = {}): Promise<void> {
  await settled();
  hall.socket.onopen?.(undefined as never);
  const { id } = hall.socket.last("room.enter") as CommandFrame;
  hall.socket.hear({ id, ok: false, code, text: "", ...rest });
  await settled();
}

test("a ticket that is no longer good is replaced at once, a second one after a pause", async () => {
  for (const why of ["altered", "expired", "used", "other_room", "other_person", "outdated"]) {
    const hall = new Hall();
    hall.line.start();
    await refuse(hall, `ticket.${why}`);
    assert.deepEqual([hall.tickets, hall.sockets.length], [2, 2], why);
    await refuse(hall, `ticket.${why}`);
    assert.equal(hall.tickets, 2, why);
    await hall.pass(1000);
    await hall.enter();
    assert.equal(hall.line.state.value.kind, "up", why);
  }
});

test("the ticket to come back with is replaced at once too", async () => {
  const hall = await entered();
  hall.socket.drop(1006);
  await hall.pass(1000);
  await refuse(hall, "ticket.outdated");
  await hall.enter();
  assert.equal(hall.tickets, 2);
  assert.equal(hall.socket.last("room.enter")?.data instanceof Object, true);
  assert.equal(hall.line.state.value.kind, "up");
});

test("too many windows: the page counts the seconds, and tries when they have passed", async () => {
  const hall = new Hall();
  hall.line.start();
  await refuse(hall, "sockets.too_many", { retry_in: 20 });
  const text = "You are here in too many windows: close one of them.";
  assert.deepEqual(hall.line.state.value, { kind: "waiting", text, until: 20_000 });
  await hall.pass(19_000);
  assert.equal(hall.sockets.length, 1);
  await hall.pass(1000);
  await hall.enter();
  assert.equal(hall.line.state.value.kind, "up");
});

test("too many windows without a word, and too many entries, are waited for as well", async () => {
  const hall = await entered();
  hall.socket.drop(4429);
  assert.equal(hall.line.state.value.kind, "waiting");
  const other = new Hall();
  other.line.start();
  await refuse(other, "rate.limited", { retry_in: 3 });
  const state = other.line.state.value;
  assert.equal(state.kind === "waiting" && state.until, 3000);
  await other.pass(1500);
  other.line.hurry();
  await other.pass(0);
  await other.enter();
  assert.equal(other.line.state.value.kind, "up");
});

test("what a close code ends is said in its own words", async () => {
  const ends: [number, string][] = [
    [4403, "You were removed from this session."],
    [4404, "This session is not open to you."],
    [4410, "This session is closed: nothing new will come."],
  ];
  for (const [code, text] of ends) {
    const hall = await entered();
    hall.socket.drop(code);
    await hall.pass(120_000);
    const state = hall.line.state.value;
    assert.equal(state.kind === "closed" && state.text, text);
    assert.equal(hall.sockets.length, 1);
  }
});

test("whoever was removed is told so by every door, and offered nothing any more", async () => {
  const atTheTicket = new Hall();
  atTheTicket.doorError = refused(403, "room.removed");
  atTheTicket.line.start();
  const atTheSocket = new Hall();
  atTheSocket.line.start();
  await refuse(atTheSocket, "room.removed");
  const atThePoll = await polling(false);
  atThePoll.line.may.value = ["message.post"];
  atThePoll.doorError = refused(403, "room.removed");
  await atThePoll.pass(1000);
  for (const { line } of [atTheTicket, atTheSocket, atThePoll]) {
    const state = line.state.value;
    assert.equal(state.kind === "closed" && state.text, "You were removed from this session.");
    assert.deepEqual(line.may.value, []);
  }
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

test("the wait grows to half a minute and is spread from nothing", () => {
  assert.equal(backoff(0, () => 1), 1000);
  assert.equal(backoff(3, () => 0.5), 4000);
  assert.equal(backoff(20, () => 1), 30_000);
  assert.equal(backoff(20, () => 0), 0);
});
