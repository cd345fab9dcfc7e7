import assert from "node:assert/strict";
import { test } from "node:test";
import "./every_noun.ts";
import { announceFrom, PAUSE } from "../../static/src/live/announcer.tsx";
import { hold } from "../../static/src/live/held.ts";
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
  assert.deepEqual(pauses, [0, PAUSE, PAUSE]);
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
