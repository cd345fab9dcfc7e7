import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommandFrame } from "../../static/src/live/wire.ts";
import { entered, Hall, polling, refused, settled } from "./hall.ts";

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
