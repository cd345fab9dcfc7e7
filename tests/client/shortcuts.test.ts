import assert from "node:assert/strict";
import { test } from "node:test";
import {
  EarlyPress,
  keyOf,
  offered,
  offersShortcut,
  type Press,
  type Shortcut,
  shortcutFor,
  switchShortcuts,
  WAITS,
} from "../../static/src/live/shortcuts.ts";

const PLAIN: Press = {
  key: "n", code: "KeyN", altKey: false, ctrlKey: false, metaKey: false, shiftKey: false,
  repeat: false, isComposing: false, defaultPrevented: false,
};

function next(more: Partial<Shortcut> = {}): Shortcut {
  return { key: "n", label: () => "Next", act: () => {}, isOffered: () => true, ...more };
}

test("a key acts while it is offered, and no more once it is taken back", () => {
  const shortcut = next();
  const takeBack = offersShortcut(shortcut);
  assert.equal(shortcutFor(PLAIN), shortcut);
  takeBack();
  assert.equal(shortcutFor(PLAIN), undefined);
});

test("a key with a modifier, held down, of an input method or already used does nothing", () => {
  const takeBack = offersShortcut(next());
  const presses = ["altKey", "ctrlKey", "metaKey", "shiftKey", "repeat", "isComposing", "defaultPrevented"];
  for (const name of presses) {
    assert.equal(shortcutFor({ ...PLAIN, [name]: true }), undefined, name);
  }
  takeBack();
});

test("what does nothing now is neither listed nor done", () => {
  const takeBack = offersShortcut(next({ isOffered: () => false }));
  assert.deepEqual([offered(), shortcutFor(PLAIN)], [[], undefined]);
  takeBack();
});

test("a Cyrillic keyboard means the Latin letter of the same key, a question mark itself", () => {
  assert.equal(keyOf({ key: "т", code: "KeyN" }), "n");
  assert.equal(keyOf({ key: "N", code: "KeyN" }), "n");
  assert.equal(keyOf({ key: "n", code: "KeyL" }), "n");
  assert.equal(keyOf({ key: "?", code: "Digit7" }), "?");
  const help = next({ key: "?" });
  const takeBack = offersShortcut(help);
  assert.equal(shortcutFor({ ...PLAIN, key: "?", code: "Slash", shiftKey: true }), help);
  takeBack();
});

test("switched off, no key acts", () => {
  const takeBack = offersShortcut(next());
  switchShortcuts(false);
  assert.equal(shortcutFor(PLAIN), undefined);
  switchShortcuts(true);
  assert.notEqual(shortcutFor(PLAIN), undefined);
  takeBack();
});

test("a key that came before its part of the page is obeyed once when that comes", () => {
  let acts = 0;
  new EarlyPress().keep(PLAIN);
  const harmless = next({ act: () => (acts += 1), isHarmless: true });
  const takeBack = offersShortcut(harmless);
  assert.equal(acts, 1);
  takeBack();
  offersShortcut(harmless)();
  assert.equal(acts, 1);
});

test("an early key is forgotten after a while, with a second key, and in a field", () => {
  let now = 0;
  const [old, two, field] = [new EarlyPress(() => now), new EarlyPress(), new EarlyPress()];
  old.keep(PLAIN);
  now = WAITS;
  two.keep(PLAIN);
  two.keep({ ...PLAIN, key: "x", code: "KeyX" });
  two.keep(PLAIN);
  field.keep(PLAIN);
  field.forget();
  const takeBack = offersShortcut(next({ act: () => assert.fail("acted"), isHarmless: true }));
  takeBack();
});

test("an early key judges nothing", () => {
  new EarlyPress().keep(PLAIN);
  offersShortcut(next({ act: () => assert.fail("acted") }))();
});
