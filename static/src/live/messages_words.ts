/** How the chat speaks of messages: their names, their first words, what became of them. */

import type { HiddenMessage, Message, Reaction } from "./messages.ts";
import type { Entry } from "./outbox.ts";
import { gettext } from "./texts.ts";

export const REACTIONS: readonly Reaction[] = ["agree", "applause", "heart", "laugh", "wonder"];

/** Icons of our own: a machine without a font of emoji would draw boxes. */
export const SIGNS: Record<Reaction, string> = {
  agree: "thumbs-up",
  applause: "sparkles",
  heart: "heart",
  laugh: "laugh",
  wonder: "lightbulb",
};

export function reactionWord(reaction: Reaction): string {
  const words: Record<Reaction, string> = {
    agree: gettext("Agree"),
    applause: gettext("Applause"),
    heart: gettext("Heart"),
    laugh: gettext("Laughter"),
    wonder: gettext("Thinking"),
  };
  return words[reaction];
}

/** Return what stands in place of a text that is not there. */
export function tombstone(state: Message["state"]): string {
  return state === "deleted"
    ? gettext("This message was deleted.")
    : gettext("A moderator has hidden this message.");
}

const FIRST_WORDS = 120;

/** Return the beginning of a text on one line. */
export function firstWords(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = Array.from(line);
  return characters.length > FIRST_WORDS ? `${characters.slice(0, FIRST_WORDS).join("")}…` : line;
}

export interface Piece {
  text: string;
  isHit: boolean;
}

/** As the server's search compares: letter for letter, but for case and ё. */
function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/[её]/giu, "[её]");
}

/** Cut a text at the places where the sought words stand: as one phrase, else word by word. */
export function marking(text: string, sought: string): Piece[] {
  const words = sought.trim().split(/\s+/).filter(Boolean).map(escaped);
  const phrase = words.join("\\s+");
  if (!phrase) {
    return [{ text, isHit: false }];
  }
  const isPhrase = new RegExp(phrase, "iu").test(text);
  const cut = new RegExp(`(${isPhrase ? phrase : words.join("|")})`, "giu");
  return text
    .split(cut)
    .map((piece, index) => ({ text: piece, isHit: index % 2 === 1 }))
    .filter((piece) => piece.text);
}

const BEFORE_HIT = 60;
const AFTER_HIT = 200;

/** Return the part of a long text in which the first hit stands. */
export function around(text: string, sought: string): string {
  const pieces = marking(text, sought);
  const hit = pieces.findIndex((piece) => piece.isHit);
  const at = pieces.slice(0, Math.max(0, hit)).reduce((sum, piece) => sum + piece.text.length, 0);
  const from = at <= BEFORE_HIT ? 0 : text.lastIndexOf(" ", at - BEFORE_HIT) + 1;
  const to = at + AFTER_HIT;
  return `${from > 0 ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
}

export interface Link {
  text: string;
  href: string | null;
}

const ADDRESS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'»”])/giu;

/** Cut a text into plain pieces and addresses of the web. */
export function linking(text: string): Link[] {
  return text
    .split(ADDRESS)
    .map((piece, index) => ({ text: piece, href: index % 2 === 1 ? piece : null }))
    .filter((piece) => piece.text);
}

/** Return the last command of a kind about a message that has no effect on the page yet. */
export function waitingFor(entries: Entry[] | undefined, name: string): Entry | undefined {
  return entries?.findLast((entry) => entry.name === name);
}

/** List the commands on their way by the message that each is about. */
export function byMessage(entries: Entry[]): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const message = entry.data.message;
    if (typeof message === "string") {
      found.set(message, [...(found.get(message) ?? []), entry]);
    }
  }
  return found;
}

/** Say how far what is on its way has come. */
export function progressOf(entry: Entry, isLineUp: boolean, going: string): string {
  if (entry.state === "done") {
    return gettext("sent");
  }
  return isLineUp ? going : gettext("waiting for the line");
}

/** Return whether a reaction shows as mine: as the server knows it, or as I last pressed it. */
export function isPressed(reaction: Reaction, mine: boolean, entries: Entry[] | undefined): boolean {
  const last = entries?.findLast(
    (entry) =>
      (entry.name === "message.react" || entry.name === "message.unreact") &&
      entry.data.reaction === reaction,
  );
  return last ? last.name === "message.react" : mine;
}

/** Return what the moderators still know of a hidden message. */
export function hiddenText(hidden: HiddenMessage[], id: string): HiddenMessage | undefined {
  return hidden.find((entry) => entry.id === id);
}
