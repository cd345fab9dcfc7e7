import assert from "node:assert/strict";
import { test } from "node:test";
import "../../static/src/live/people.ts";
import { moreHeads } from "../../static/src/live/screens.ts";
import { addListed } from "../../static/src/live/people_list.ts";
import { replay, Store } from "../../static/src/live/store.ts";
import { hour, isElsewhere, livesIn } from "../../static/src/live/times.ts";
import type { EventFrame } from "../../static/src/live/wire.ts";

function event(seq: number, name: string, data: object, at = "1"): EventFrame {
  return { stream: "staff", seq, name, at, data };
}

const removed = (person: string) => ({ person, by: "boris", reason: "" });

test("who was removed is listed by the hour, and goes when let in again", () => {
  const start = { staff: { removed: [] } };
  const events = [
    event(1, "person.removed", removed("dmitri"), "1"),
    event(2, "person.removed", { ...removed("clara"), reason: "Sang" }, "2"),
    event(3, "person.removed", removed("anna"), "2"),
  ];
  const after = replay(start, events) as { staff: { removed: { person: string }[] } };
  assert.deepEqual(after.staff.removed.map((each) => each.person), ["dmitri", "anna", "clara"]);
  assert.deepEqual(after.staff.removed[2], { person: "clara", at: "2", by: "boris", reason: "Sang" });
  const readmitted = event(4, "person.readmitted", { person: "anna" });
  assert.deepEqual(replay(after, [readmitted]), {
    staff: { removed: after.staff.removed.filter((each) => each.person !== "anna") },
  });
});

function row(id: string) {
  return { id, kind: "named", name: id, organisation: "", country: "" };
}

test("a page of the list adds whom we did not know, and whoever leaves goes with the others", () => {
  const store = new Store();
  store.enter({ as_of: { room: 0 }, snapshot: { room: {} }, people: { count: 3, here: ["anna"] } });
  assert.equal(addListed(store, { count: 4, found: 4, people: ["anna", "boris", "clara"].map(row), more: true }), 2);
  assert.deepEqual(store.asides.value.present, { count: 4, here: new Set(["anna", "boris", "clara"]) });
  assert.equal(store.asides.value.listed?.boris?.name, "boris");
  store.hear([{ stream: "room", name: "people.present", data: { count: 3, joined: [], left: ["boris"] } }]);
  assert.deepEqual(store.asides.value.present, { count: 3, here: new Set(["anna", "clara"]) });
});

test("the reader's own hour is that of their profile; an unknown zone leaves the machine's", () => {
  const noon = Date.UTC(2011, 10, 14, 12);
  livesIn("America/New_York");
  assert.equal(hour(noon), "07:00");
  assert.equal(isElsewhere(noon, "Europe/Moscow"), true);
  assert.equal(isElsewhere(noon, "America/New_York"), false);
  livesIn("Nowhere/Atlantis");
  assert.equal(hour(noon), hour(noon, Intl.DateTimeFormat().resolvedOptions().timeZone));
});

test("shared screens are counted apart, and a name that was taken back is no name", () => {
  const heard = (stream: string, seq: number, name: string, data: object): EventFrame => ({ stream, seq, name, at: "1", data });
  const start = { room: { screens: [] }, staff: { screens: [] }, me: { screen: null } };
  const after = replay(start, [
    heard("staff", 1, "screen.declared", { person: "dmitri", heads: 8, names: null }),
    heard("staff", 2, "screen.declared", { person: "clara", heads: 3, signed_in: 1, names: ["Vera"] }),
    heard("staff", 3, "screen.settled", { person: "dmitri" }),
    heard("room", 1, "screen.confirmed", { person: "dmitri", heads: 8, signed_in: 3 }),
    heard("room", 2, "screen.confirmed", { person: "clara", heads: 3 }),
    heard("me", 1, "screen.noted", { screen: "x", heads: 8, names: null, confirmed: true }),
  ]) as { room: { screens: { person: string; heads: number; signed_in: number }[] } };
  // Clara's is from before there was such a number: it is she alone who is signed in.
  assert.equal(moreHeads(after.room.screens), 7);
  assert.deepEqual(after, {
    room: { screens: [{ person: "clara", heads: 3, signed_in: 1 }, { person: "dmitri", heads: 8, signed_in: 3 }] },
    staff: {
      screens: [
        { person: "clara", heads: 3, signed_in: 1, names: ["Vera"], confirmed: false },
        { person: "dmitri", heads: 8, signed_in: 1, names: [], confirmed: true },
      ],
    },
    me: { screen: { heads: 8, signed_in: 1, names: [], confirmed: true } },
  });
  const gone = replay(after, [
    heard("room", 3, "screen.cleared", { person: "clara" }),
    heard("staff", 4, "screen.withdrawn", { person: "dmitri" }),
    heard("me", 2, "screen.forgotten", { screen: "x" }),
  ]) as typeof after & { staff: { screens: unknown[] }; me: { screen: unknown } };
  assert.deepEqual([gone.room.screens.length, gone.staff.screens.length, gone.me.screen], [1, 1, null]);
});
