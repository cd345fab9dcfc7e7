import assert from "node:assert/strict";
import { test } from "node:test";
import "./every_noun.ts";
import {
  type AgendaItem,
  type AgendaPart,
  leftOf,
  nextOf,
  plannedMinutes,
  previousOf,
  spentOn,
  titleOf,
} from "../../static/src/live/agenda.ts";
import { type AgendaActs, agendaKeys, offerOf } from "../../static/src/live/agenda_acts.ts";
import { counted, leftInWords, placeInWords, planInWords } from "../../static/src/live/agenda_words.ts";
import { merge } from "../../static/src/live/announcer.tsx";
import type { SessionPart } from "../../static/src/live/session.tsx";
import { mayBeReopened } from "../../static/src/live/session_steps.tsx";
import { hostOf, startsIn } from "../../static/src/live/stage.ts";
import { replay, Store, type RoomSlice } from "../../static/src/live/store.ts";
import type { EventFrame } from "../../static/src/live/wire.ts";

const START = Date.parse("2011-11-14T06:00:00.000Z");
const MINUTE = 60_000;
const at = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

function item(id: string, more: Partial<AgendaItem> = {}): AgendaItem {
  const texts = { title_en: `Item ${id}`, title_ru: "", speaker: "" };
  return { id, ...texts, minutes: 10, added: 0, runs: [], ...more };
}

function plan(...ids: string[]): AgendaPart {
  return { items: ids.map((id) => item(id)), current: null };
}

let seq = 0;
function event(name: string, data: object, minutes = 0): EventFrame {
  return { stream: "room", seq: ++seq, name, at: at(minutes), data };
}

function after(agenda: AgendaPart, ...events: EventFrame[]): AgendaPart {
  return (replay({ room: { agenda } }, events).room as { agenda: AgendaPart }).agenda;
}

const started = (item: string, minutes = 0) => event("item.started", { item }, minutes);
const ended = (item: string, minutes = 0) => event("item.ended", { item }, minutes);

test("an item runs from its start to its end, and coming back to it makes another run", () => {
  const agenda = after(plan("a", "b"), started("a", 0), ended("a", 4), started("b", 4), ended("b", 9), started("a", 9));
  assert.equal(agenda.current, "a");
  assert.deepEqual(agenda.items.map(({ runs }) => runs), [
    [{ started_at: at(0), ended_at: at(4) }, { started_at: at(9), ended_at: null }],
    [{ started_at: at(4), ended_at: at(9) }],
  ]);
});

test("an item that ends leaves none current", () => {
  assert.equal(after(plan("a"), started("a"), ended("a", 3)).current, null);
});

test("added minutes are told as a whole, not as what is added to them", () => {
  const extended = (added: number) => event("item.extended", { item: "a", added });
  const agenda = after(plan("a", "b"), extended(5), extended(10));
  assert.deepEqual(agenda.items.map(({ added }) => added), [10, 0]);
  assert.equal(plannedMinutes(agenda), 30);
});

test("a new plan keeps what has run and the minutes added, in its own order", () => {
  const { added: _added, runs: _runs, ...b } = item("b", { minutes: 25 });
  const { added: _more, runs: _none, ...c } = item("c");
  const agenda = after(
    plan("a", "b"),
    started("b", 1),
    event("item.extended", { item: "b", added: 5 }),
    event("agenda.set", { items: [c, b] }),
  );
  const run = { started_at: at(1), ended_at: null };
  assert.deepEqual(agenda, {
    items: [item("c"), item("b", { minutes: 25, added: 5, runs: [run] })],
    current: "b",
  });
});

test("a reducer changes nothing of the state before it", () => {
  const before = plan("a");
  const frozen = structuredClone(before);
  after(before, started("a"), ended("a", 2), event("item.extended", { item: "a", added: 5 }));
  assert.deepEqual(before, frozen);
});

test("next is the item below the current one, else below the last that ran, at first the top one", () => {
  const fresh = plan("a", "b", "c");
  assert.deepEqual([nextOf(fresh)?.id, previousOf(fresh)?.id], ["a", undefined]);
  const second = after(fresh, started("b"));
  assert.deepEqual([nextOf(second)?.id, previousOf(second)?.id], ["c", "a"]);
  const stopped = after(second, ended("b", 3));
  assert.deepEqual([nextOf(stopped)?.id, previousOf(stopped)?.id], ["c", "b"]);
  const last = after(stopped, started("c", 3));
  assert.deepEqual([nextOf(last)?.id, previousOf(last)?.id], [undefined, "b"]);
});

test("all runs of an item use up its minutes and those added", () => {
  const agenda = after(plan("a", "b"), started("a", 0), ended("a", 4), started("b", 4), ended("b", 5), started("a", 5));
  const [a] = agenda.items as [AgendaItem];
  assert.equal(spentOn(a, START + 7 * MINUTE), 6 * MINUTE);
  assert.equal(leftOf(a, START + 7 * MINUTE), 4 * MINUTE);
  assert.equal(leftOf({ ...a, added: 5 }, START + 7 * MINUTE), 9 * MINUTE);
});

test("the time left is counted in seconds, what is over in whole minutes and in words", () => {
  assert.equal(leftInWords(14 * MINUTE + 10_000), "14:10 left");
  assert.equal(leftInWords(1), "0:01 left");
  assert.equal(leftInWords(0), "Time is up");
  assert.equal(leftInWords(-59_000), "Time is up");
  assert.equal(leftInWords(-MINUTE), "1 minute over");
  assert.equal(leftInWords(-3.5 * MINUTE), "3 minutes over");
  assert.equal(counted(62 * MINUTE + 9_000), "1:02:09");
});

test("a title stands in the reader's language, else in the one that there is", () => {
  const both = item("a", { title_en: "Reports", title_ru: "Отчёты" });
  assert.deepEqual(titleOf(both, "ru"), { text: "Отчёты", lang: "ru" });
  assert.deepEqual(titleOf(both, "en-gb"), { text: "Reports", lang: "en" });
  assert.deepEqual(titleOf({ ...both, title_en: "" }, "en"), { text: "Отчёты", lang: "ru" });
});

test("the bar counts items and minutes in words", () => {
  const agenda = plan("a", "b");
  assert.equal(placeInWords(agenda, "b"), "Item 2 of 2");
  assert.equal(planInWords(2, plannedMinutes(agenda)), "2 items, 20 minutes");
  assert.equal(planInWords(1, 1), "1 item, 1 minute");
});

function heard(agenda: AgendaPart, ...events: EventFrame[]): string {
  const { room } = replay({ room: { agenda } }, events);
  return merge(events, room as unknown as RoomSlice);
}

test("a screen reader hears which item has begun, not that the one before is over", () => {
  assert.equal(heard(plan("a", "b"), ended("a"), started("b")), "Item 2: Item b has begun.");
  assert.equal(heard(plan("a"), started("a"), ended("a", 2)), "Item 1: Item a has begun. Item 1: Item a is over.");
  const more = event("item.extended", { item: "a", added: 5 });
  assert.equal(heard(plan("a"), more), "Item 1: Item a has 15 minutes now.");
});

test("nothing of the agenda is offered before the session is live, or to who may not", () => {
  const store = new Store();
  const may = () => true;
  const room = (state: string) => ({
    ...store.room.value,
    agenda: plan("a", "b"),
    session: { state, opened_at: null, started_at: null, ended_at: null },
  });
  store.room.value = room("open");
  assert.equal(offerOf({ store, may }), null);
  store.room.value = room("live");
  assert.equal(offerOf({ store, may: () => false }), null);
  assert.deepEqual(offerOf({ store, may }), { next: item("a"), back: undefined, current: undefined });
});

test("each key of the agenda does what its button does, and only while there is one", () => {
  const store = new Store();
  const live = { state: "live", opened_at: null, started_at: null, ended_at: null };
  const put = (current: string | null) => {
    store.room.value = { ...store.room.value, agenda: { ...plan("a", "b"), current }, session: live };
  };
  put(null);
  const pressed: string[] = [];
  const act = (name: string) => () => void pressed.push(name);
  const acts: AgendaActs = {
    next: act("next"), back: act("back"), stop: act("stop"), extend: act("extend"),
    start: () => {}, isBusy: false, refusal: "",
  };
  const here = { store, may: () => true };
  const offeredNow = () => agendaKeys(here, acts).filter(({ isOffered }) => isOffered());
  assert.deepEqual(offeredNow().map(({ key }) => key), ["n"]);
  put("a");
  const keys = offeredNow();
  assert.deepEqual(keys.map(({ key }) => key), ["n", "+", "s"]);
  keys.forEach((key) => key.act());
  assert.deepEqual([pressed, keys.at(-1)?.label()], [["next", "extend", "stop"], "Stop the agenda item"]);
  acts.isBusy = true;
  assert.deepEqual(offeredNow(), []);
});

test("the stage follows what was set, and is told by its host", () => {
  const stage = { kind: "link", url: "https://meet.example/a" };
  const { room } = replay({ room: { stage: { kind: "card", url: "" } } }, [event("stage.changed", stage)]);
  assert.deepEqual(room, { stage });
  assert.equal(merge([event("stage.changed", stage)], {} as RoomSlice), "The stage is a link to meet.example now.");
});

test("a host is what the browser will ask, whatever the address pretends", () => {
  assert.equal(hostOf("https://www.youtube-nocookie.com/embed/1"), "youtube-nocookie.com");
  assert.equal(hostOf("https://meet.example@evil.example/x"), "evil.example");
  assert.equal(hostOf("https://xn--e1awd7f.example/"), "xn--e1awd7f.example");
  assert.equal(hostOf("https://рф.example/"), "xn--p1ai.example");
  assert.equal(hostOf("nowhere"), "");
});

test("how far off the start is, in the largest unit that says something", () => {
  assert.equal(startsIn(0), "About to start");
  assert.equal(startsIn(1), "Starts in 1 minute");
  assert.equal(startsIn(12 * MINUTE), "Starts in 12 minutes");
  assert.equal(startsIn(3 * 60 * MINUTE), "Starts in 3 hours");
  assert.equal(startsIn(49 * 60 * MINUTE), "Starts in 2 days");
});

test("a reopened session is live again and has not ended, and may be so for ten minutes", () => {
  const session: SessionPart = { state: "ended", opened_at: null, started_at: at(0), ended_at: at(60) };
  const { room } = replay({ room: { session } }, [event("session.reopened", {}, 65)]);
  assert.deepEqual(room, { session: { ...session, state: "live", ended_at: null } });
  assert.equal(mayBeReopened(session, START + 69 * MINUTE), true);
  assert.equal(mayBeReopened(session, START + 70 * MINUTE + 1), false);
  assert.equal(mayBeReopened({ ...session, state: "cancelled" }, START + 61 * MINUTE), false);
});
