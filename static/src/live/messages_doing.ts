/** What the reader is doing in the chat just now: one thing at a time, kept over a reload. */

import { effect, signal } from "@preact/signals";
import { KeptTexts, placeOf } from "../pages/kept.ts";
import { type Here, useHere } from "./here.ts";
import type { Message } from "./messages.ts";
import { gettext } from "./texts.ts";
import type { Commands } from "./wire.gen.ts";
import type { CommandName, Refusal } from "./wire.ts";

export type Task =
  | { kind: "edit"; message: string; text: string; refusal?: Refusal }
  | { kind: "delete" | "hide"; message: string };

/** What is being done to a message in place. */
export const task = signal<Task | null>(null);
/** Whose menu is open. */
export const menuOf = signal<string | null>(null);
/** What the message being written answers. */
export const replyTo = signal<string | null>(null);
/** The message to show next, wherever it is in the log. */
export const target = signal<string | null>(null);
/** The message that was gone to last. */
export const marked = signal<string | null>(null);
/** What lies over the log. */
export const sheet = signal<"search" | "hidden" | "notice" | null>(null);
/** Why the last thing was not done, and at which message to say so. */
export const refused = signal<{ at: string; text: string } | null>(null);

/** Put the focus where it belongs before that which had it goes. */
export function focusOn(id: string): void {
  document.getElementById(id)?.focus();
}

export function focusOnBox(): void {
  focusOn("write-message");
}

/** Back to the message from which a menu or a form was opened. */
export function focusOnMessage(id: string): void {
  focusOn(`more-${id}`);
}

export function startReply(id: string): void {
  replyTo.value = id;
  focusOnBox();
}

export function startEdit(message: Message): void {
  task.value = { kind: "edit", message: message.id, text: message.text };
}

export function finishTask(): void {
  const done = task.value;
  task.value = null;
  if (done) {
    focusOnMessage(done.message);
  }
}

/** Run a command about a message; a refusal is told at that message, in the server's words. */
export function useDo() {
  const { line } = useHere();
  return async <N extends CommandName>(at: string, name: N, data: Commands[N]): Promise<boolean> => {
    refused.value = null;
    const reply = await line.say(name, data);
    if (!reply.ok) {
      refused.value = { at, text: reply.text || gettext("That was not taken.") };
    }
    return reply.ok;
  };
}

function readTask(text: string): Task | null {
  try {
    return JSON.parse(text) as Task;
  } catch {
    return null;
  }
}

/** Take up what was begun before a reload, and keep it from now on. */
export function keepDoing({ config }: Here): () => void {
  const kept = new KeptTexts(sessionStorage, config.person_id);
  const place = (name: string) => placeOf(location.pathname, name);
  replyTo.value = kept.read(place("message-reply")) || null;
  task.value = readTask(kept.read(place("message-task")));
  const stops = [
    effect(() => kept.write(place("message-reply"), replyTo.value ?? "")),
    effect(() => {
      const isEdit = task.value?.kind === "edit";
      kept.write(place("message-task"), isEdit ? JSON.stringify(task.value) : "");
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
