/** What the reader is doing with the questions just now: which list, which row, which form is open. */

import { computed, signal } from "@preact/signals";
import type { Order } from "./question_order.ts";
import type { Commands } from "./wire.gen.ts";

export type List = "waiting" | "open" | "answered" | "dismissed";
export type Doing = "dismiss" | "merge" | "answer" | "edit" | "assign" | "retract";

/** Which of the moderators' lists is shown. */
export const list = signal<List>("waiting");
/** The row on which the keys act. */
export const current = signal<string | null>(null);
/** The form that is open at a question; one at a time. */
export const task = signal<{ kind: Doing; question: string } | null>(null);
/** Questions about which a command of mine is on its way, and the words for it. */
export const underway = signal<ReadonlyMap<string, string>>(new Map());
/** Why the last thing was not done, and at which question to say so. */
export const refused = signal<{ at: string; text: string } | null>(null);
/** What I have judged: its row leaves a list at once, also while the list is held. */
export const settled = signal<ReadonlySet<string>>(new Set());
/** The moderators' screen: there a row is always the current one, so that one key is enough. */
export const isConsole = signal(false);
export const sought = signal("");
/** The panel of the questions is the one that is looked at. */
export const isLookedAt = signal(false);
/** What a moderator has open below the lists: their own question, or one for somebody in the hall. */
export const asking = signal<"own" | "hall" | null>(null);

export type UndoCommand = "question.restore" | "question.split" | "question.unpin";

export interface Undo {
  question: string;
  command: UndoCommand;
}

/** What the moderator is told below the lists: what was done, with the way back, or who was quicker. */
export const told = signal<{ text: string; undo?: Undo } | null>(null);
/** The last of my judgements that can be taken back. */
export const lastUndo = signal<Undo | null>(null);

/** Close what is open below the lists, and go back to the button that opened it. */
export function stopAsking(which: "own" | "hall"): void {
  asking.value = null;
  // The button comes back with the next drawing.
  requestAnimationFrame(() => document.getElementById(`ask-${which}`)?.focus());
}

const REMEMBERED = "questions-order";

function rememberedOrder(): Order {
  try {
    const chosen = typeof localStorage === "undefined" ? null : localStorage.getItem(REMEMBERED);
    return chosen === "time" ? "time" : "votes";
  } catch {
    return "votes";
  }
}

const chosenOrder = signal<Order>(rememberedOrder());
export const order = computed(() => chosenOrder.value);

/** Choose how the questions stand; this browser remembers. */
export function orderBy(chosen: Order): void {
  chosenOrder.value = chosen;
  try {
    localStorage.setItem(REMEMBERED, chosen);
  } catch {
    // A browser that keeps nothing still obeys until the page is left.
  }
}

export function begin(kind: Doing, question: string): void {
  refused.value = null;
  task.value = { kind, question };
}

/** Close the form that is open and go back to its row. */
export function finish(): void {
  const done = task.value;
  task.value = null;
  if (done) {
    focusOnRow(done.question);
  }
}

export function rowOf(id: string): HTMLElement | null {
  const row = `[data-question="${id}"]`;
  return (
    document.querySelector<HTMLElement>(`#panel-questions .desk-rows > ${row}`) ??
    document.querySelector<HTMLElement>(`#panel-questions .questions > ${row}`) ??
    document.querySelector<HTMLElement>(`#panel-questions ${row}`)
  );
}

export function focusOnRow(id: string): void {
  const row = rowOf(id);
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

const TELLING = 10_000;
let quiet: ReturnType<typeof setTimeout> | undefined;

/** Tell what was done for ten seconds; what can be taken back stays so for longer. */
export function tell(text: string, undo?: Undo): void {
  clearTimeout(quiet);
  told.value = undo ? { text, undo } : { text };
  if (undo) {
    lastUndo.value = undo;
  }
  quiet = setTimeout(() => {
    told.value = null;
  }, TELLING);
}

export function isDoing(kind: Doing, question: string): boolean {
  return task.value?.kind === kind && task.value.question === question;
}

export type QuestionCommand = Extract<keyof Commands, `question.${string}`>;
