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

test("an event that this page does not know changes nothing but the number", () => {
  const store = new Store();
  store.enter({ as_of: { room: 0 }, snapshot: { room: {} } });
  store.hear([event("room", 1, "hand.raised", {}), said(2, "after")]);
  assert.deepEqual(store.seen(), { room: 2 });
  assert.equal(store.room.value.messages.length, 1);
});
