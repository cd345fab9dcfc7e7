/** How the questions stand: by support or by time, what a search leaves, and which are alike. */

import type { Question } from "./questions.ts";

export type Order = "votes" | "time";

export interface Parted {
  /** On stage now. */
  pinned: Question | undefined;
  open: Question[];
  answered: Question[];
}

/** Most wanted first, the earlier of two alike; by time the latest first. */
export function inOrder(questions: Question[], order: Order): Question[] {
  return order === "votes"
    ? [...questions].sort((a, b) => b.upvotes - a.upvotes)
    : [...questions].reverse();
}

/** Part the room's list: what is on stage, what is open, and what has been answered, the latest first. */
export function parted(questions: Question[], order: Order): Parted {
  const isOpen = (question: Question) => question.state === "open";
  const answered = questions.filter((question) => !isOpen(question));
  return {
    pinned: questions.find((question) => isOpen(question) && question.is_pinned),
    open: inOrder(
      questions.filter((question) => isOpen(question) && !question.is_pinned),
      order,
    ),
    answered: answered.sort((a, b) => compare(b.answered_at ?? "", a.answered_at ?? "")),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** A text as it is compared: small letters, one form of each, no accents, Ё as Е. */
export function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLocaleLowerCase();
}

/** Keep what holds every word sought, wherever it stands. */
export function matching<T>(rows: T[], sought: string, said: (row: T) => string): T[] {
  const words = folded(sought).split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return rows;
  }
  return rows.filter((row) => {
    const text = folded(said(row));
    return words.every((word) => text.includes(word));
  });
}

/** Endings differ (“register”, “registers”; «реестр», «реестра»): a word counts by how it begins. */
const BEGINNING = 5;
const SHORTEST = 3;

function wordsOf(text: string): Set<string> {
  const words = folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words.filter((word) => word.length >= SHORTEST).map((word) => word.slice(0, BEGINNING)),
  );
}

/** Return those to merge into, the likeliest duplicates first: by the share of words in common. */
export function byLikeness<T extends { id: string; text: string }>(text: string, others: T[]): T[] {
  const words = wordsOf(text);
  const likeness = new Map(others.map((other) => [other.id, share(words, wordsOf(other.text))]));
  return [...others].sort((a, b) => (likeness.get(b.id) ?? 0) - (likeness.get(a.id) ?? 0));
}

/** From this share of common words on, a question is offered as the same one. */
const ALIKE = 1 / 3;

/** Say whether two questions have so many words in common that they may ask the same. */
export function isAlike(text: string, other: string): boolean {
  return share(wordsOf(text), wordsOf(other)) >= ALIKE;
}

function share(words: Set<string>, others: Set<string>): number {
  let common = 0;
  for (const word of words) {
    common += Number(others.has(word));
  }
  return common / (Math.min(words.size, others.size) || 1);
}

/** Say whether any of a question's family is among these: itself, or what was united with it. */
export function isOfFamily(ids: ReadonlySet<string>, question: { id: string; merged: string[] }): boolean {
  return ids.has(question.id) || question.merged.some((id) => ids.has(id));
}
