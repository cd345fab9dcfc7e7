/**
 * Single keys for what moderators do often: each noun offers its own, and all can be switched off.
 *
 * A letter does nothing while somebody writes, with a modifier, or in a dialog; held down it acts
 * once. A switch of the reader's own turns all of them off (WCAG 2.1.4), and this browser remembers.
 */

import { effect, signal, untracked } from "@preact/signals";

export interface Shortcut {
  /** A Latin letter in lower case, or another character. */
  key: string;
  /** What it does, in the reader's language. */
  label: () => string;
  act: () => void;
  /** Say whether it does anything now; it may read signals. */
  isOffered: () => boolean;
  /** It only shows or opens something: pressed before it was there, it is still wanted a moment later. */
  isHarmless?: boolean;
}

/** What of a key press decides; a part of KeyboardEvent, so that tests need no browser. */
export interface Press {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
  isComposing: boolean;
  defaultPrevented: boolean;
}

/** Milliseconds that a key waits for what it is for, while parts of the page are still on their way. */
export const WAITS = 5_000;
/** Milliseconds after the last part has come until it is drawn and offers its keys, on a slow telephone too. */
const SETTLES = 1_000;

const SWITCH = "shortcuts";
const OFF = "off";
const WRITTEN_IN = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";

/** All that nouns offer; what does nothing now stays in it. */
export const shortcuts = signal<Shortcut[]>([]);
export const areShortcutsOn = signal(remembered() !== OFF);

/** Offer a key; returns what takes it back, so that a part of the page can offer it while it is drawn. */
export function offersShortcut(shortcut: Shortcut): () => void {
  shortcuts.value = [...shortcuts.peek(), shortcut];
  return () => {
    shortcuts.value = shortcuts.peek().filter((other) => other !== shortcut);
  };
}

/** Return the shortcuts that do something now, in the order of their keys. */
export function offered(): Shortcut[] {
  return shortcuts.value
    .filter((shortcut) => shortcut.isOffered())
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Switch all of them on or off, here and in this browser from now on. */
export function switchShortcuts(isOn: boolean): void {
  areShortcutsOn.value = isOn;
  try {
    if (isOn) {
      localStorage.removeItem(SWITCH);
    } else {
      localStorage.setItem(SWITCH, OFF);
    }
  } catch {
    // A browser that keeps nothing still obeys until the page is left.
  }
}

/** Return the character that a press means: on a Cyrillic keyboard the letter of the same key. */
export function keyOf({ key, code }: Pick<Press, "key" | "code">): string {
  const isLatin = /^[\x20-\x7e]$/.test(key);
  const place = /^Key([A-Z])$/.exec(code);
  return (isLatin || !place ? key : (place[1] as string)).toLowerCase();
}

/** Return what a press that was made outside of fields does; nothing where it is no shortcut. */
export function shortcutFor(press: Press): Shortcut | undefined {
  const key = keyOf(press);
  const isShifted = press.shiftKey && /^[a-z]$/.test(key);
  const isModified = press.altKey || press.ctrlKey || press.metaKey || isShifted;
  if (isModified || press.repeat || press.isComposing || press.defaultPrevented) {
    return undefined;
  }
  return areShortcutsOn.peek() ? offered().find((shortcut) => shortcut.key === key) : undefined;
}

/**
 * The one press that came before what it is for: obeyed when that comes, unless the person has gone on
 * to another key or into a field by then. Only what harms nobody: nothing is judged that was not yet seen.
 */
export class EarlyPress {
  private readonly kept = signal<{ press: Press; until: number } | null>(null);
  private isMore = false;

  constructor(private readonly now: () => number = Date.now) {
    effect(() => {
      const { kept } = this;
      const isWaiting = kept.value !== null && this.now() < kept.value.until;
      const shortcut = isWaiting && kept.value ? shortcutFor(kept.value.press) : undefined;
      if (shortcut?.isHarmless) {
        kept.value = null;
        untracked(() => shortcut.act());
      }
    });
  }

  /** Keep a press; of two nobody knows any more what the second was meant for. */
  keep({ key, code, altKey, ctrlKey, metaKey, shiftKey, repeat, isComposing }: Press): void {
    this.isMore ||= this.kept.peek() !== null;
    const press = { key, code, altKey, ctrlKey, metaKey, shiftKey, repeat, isComposing, defaultPrevented: false };
    this.kept.value = this.isMore ? null : { press, until: this.now() + WAITS };
  }

  forget(): void {
    this.kept.value = null;
  }
}

/** Let the page's keys act from now on; a press waits for its part of the page until that `isComplete`. */
export function listenForShortcuts(isComplete: () => boolean): void {
  const early = new EarlyPress();
  let isSettled = false;
  effect(() => {
    if (isComplete()) {
      setTimeout(() => (isSettled = true), SETTLES);
    }
  });
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && target.matches(WRITTEN_IN)) {
      early.forget();
    }
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(WRITTEN_IN) || document.querySelector("dialog[open]")) {
      return;
    }
    const shortcut = shortcutFor(event);
    if (shortcut) {
      early.forget();
      event.preventDefault();
      shortcut.act();
    } else if (!isSettled && event.key.length === 1 && event.key !== " ") {
      early.keep(event);
    }
  });
}

function remembered(): string | null {
  try {
    return typeof localStorage === "undefined" ? null : localStorage.getItem(SWITCH);
  } catch {
    return null;
  }
}
