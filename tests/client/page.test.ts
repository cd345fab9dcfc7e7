import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import "./every_noun.ts";
import { announceFrom, GATHER, merge, PAUSE } from "../../static/src/live/announcer.tsx";
import { beginningOf } from "../../static/src/live/folded.tsx";
import { heed } from "../../static/src/live/hearing.ts";
import { hold } from "../../static/src/live/held.ts";
import { speakOfLine } from "../../static/src/live/line_spoken.ts";
import type { LineState } from "../../static/src/live/line_state.ts";
import { Store } from "../../static/src/live/store.ts";
import { KeptTexts, type Storage } from "../../static/src/pages/kept.ts";

class FakeStorage implements Storage {
  kept = new Map<string, string>();
  get length() {
    return this.kept.size;
  }
  key = (index: number) => [...this.kept.keys()][index] ?? null;
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

function said(seq: number, person: string) {
  const data = { message: `m${seq}`, person, text: `text ${seq}`, lang: "en" };
  return { stream: "room", seq, name: "message.posted", at: "2011-11-14T06:00:00.000Z", data };
}

test("a burst is read out once, and the next word waits for the pause", () => {
  const store = new Store();
  const due: (() => void)[] = [];
  const pauses: number[] = [];
  const spoken: string[] = [];
  const later = (act: () => void, pause: number) => {
    due.push(act);
    pauses.push(pause);
  };
  announceFrom(store, "me", later, (text) => spoken.push(text));
  store.hear([said(1, "ada"), said(2, "ada"), said(3, "me")]);
  due.shift()?.();
  store.hear([said(4, "ada")]);
  due.shift()?.();
  assert.deepEqual(spoken, ["2 new messages.", "someone says: text 4"]);
  assert.deepEqual(pauses, [GATHER, PAUSE, PAUSE]);
});

test("two hundred messages in a minute are read out in at most twenty sentences that count them all", () => {
  const store = new Store();
  const spoken: string[] = [];
  let now = 0;
  let due: { at: number; act: () => void } | null = null;
  const later = (act: () => void, pause: number) => {
    due = { at: now + pause, act };
  };
  announceFrom(store, "me", later, (text) => spoken.push(text));
  for (let seq = 1; seq <= 200; seq++) {
    now = (seq - 1) * 300;
    const ready = due as { at: number; act: () => void } | null;
    if (ready && ready.at <= now) {
      due = null;
      ready.act();
    }
    store.hear([said(seq, "ada")]);
  }
  (due as { act: () => void } | null)?.act();
  const counted = spoken.map((text) => (text.startsWith("someone says") ? 1 : Number(text.split(" ")[0])));
  assert.equal(counted.reduce((sum, count) => sum + count), 200);
  assert.ok(spoken.length <= 20, `${spoken.length} sentences`);
});

test("who wants to hear only what is to them hears the answers to their own words and the host", () => {
  const store = new Store();
  const due: (() => void)[] = [];
  const spoken: string[] = [];
  heed.value = "mine";
  announceFrom(store, "me", (act) => due.push(act), (text) => spoken.push(text));
  const started = { stream: "room", seq: 4, name: "session.started", at: "2011-11-14T06:00:00.000Z", data: {} };
  const reply = { ...said(3, "ada"), data: { ...said(3, "ada").data, reply: "m1" } };
  store.hear([said(1, "me"), said(2, "ada"), reply, started] as never);
  due.shift()?.();
  heed.value = "none";
  store.hear([said(5, "ada")]);
  due.shift()?.();
  heed.value = "all";
  assert.deepEqual(spoken, ["someone replies to someone: text 3 The session has started."]);
});

test("of a kind that knows no count, each is read out", () => {
  const judged = (seq: number, state: string) => ({
    stream: "me", seq, name: "question.judged", at: "2011-11-14T06:00:00.000Z", data: { question: `q${seq}`, state },
  });
  assert.equal(
    merge([judged(1, "approved"), judged(2, "dismissed")] as never, new Store().room.value),
    "Your question is before the room. Your question was not taken up.",
  );
});

test("a line that is lost for ten seconds is told at once, a short stop never, its end always", () => {
  const state = signal<LineState>({ kind: "connecting" });
  const due: (() => void)[] = [];
  const told: string[] = [];
  speakOfLine(state, (act) => due.push(act), { say: (text) => told.push(text), alarm: (text) => told.push(`! ${text}`) });
  state.value = { kind: "up" };
  state.value = { kind: "behind", since: 0, isOffline: true };
  state.value = { kind: "up" };
  due.shift()?.();
  assert.equal(told.length, 0);
  state.value = { kind: "behind", since: 0, isOffline: false };
  due.shift()?.();
  state.value = { kind: "polling" };
  state.value = { kind: "closed", text: "You were removed from this session.", way: null };
  assert.deepEqual(told.map((text) => text.slice(0, 26)), [
    "! The connection has been lo",
    "The connection is back: you",
    "! You were removed from thi",
  ].map((text) => text.slice(0, 26)));
});

test("a long text is folded at a word, and only where that is worth a press", () => {
  assert.equal(beginningOf("short"), undefined);
  assert.equal(beginningOf("word ".repeat(170).trim()), undefined);
  const beginning = beginningOf("слово ".repeat(700)) ?? "";
  assert.ok(beginning.length <= 700 && beginning.endsWith("слово"));
  assert.equal(beginningOf("line\n".repeat(40))?.split("\n").length, 12);
  assert.equal(Array.from(beginningOf("🙂".repeat(4000)) ?? "").length, 700);
});

test("a held list keeps its order and counts what waits", () => {
  const before = [{ id: "a", upvotes: 1 }, { id: "b", upvotes: 0 }];
  const now = [{ id: "c", upvotes: 9 }, { id: "b", upvotes: 5 }, { id: "a", upvotes: 1 }];
  assert.deepEqual(hold(before, now), { shown: [before[0], { id: "b", upvotes: 5 }], fresh: 1 });
});

test("kept text comes back, goes with its form, and returns when the form met the sign-in", () => {
  const storage = new FakeStorage();
  const kept = new KeptTexts(storage, "dmitri");
  kept.write("/s/1:text", "half a thought");
  assert.equal(new KeptTexts(storage, "dmitri").read("/s/1:text"), "half a thought");
  kept.sent("/s/1:text");
  assert.equal(kept.read("/s/1:text"), "");
  new KeptTexts(storage, "").arrived();
  assert.equal(kept.read("/s/1:text"), "half a thought");
  kept.sent("/s/1:text");
  kept.arrived();
  assert.equal(storage.length, 0);
});

test("signing out forgets what everybody typed here", () => {
  const storage = new FakeStorage();
  new KeptTexts(storage, "ada").write("a", "1");
  new KeptTexts(storage, "dmitri").write("b", "2");
  storage.setItem("other", "stays");
  new KeptTexts(storage, "dmitri").clear();
  assert.deepEqual([...storage.kept.keys()], ["other"]);
});
