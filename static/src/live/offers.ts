/**
 * What one noun offers to do with another's rows: a decision is made of a question, which knows of none.
 *
 * Whose menu it is asks here and shows what comes; the order is that of the files' names.
 */

import type { Here } from "./here.ts";

export interface Subject {
  noun: "question" | "message";
  id: string;
  text: string;
  lang: string;
}

export interface Offer {
  id: string;
  icon: string;
  label: string;
  act: () => void;
}

type Offering = (here: Here, subject: Subject) => Offer | null;

const offerings: Offering[] = [];

/** Register what may be done with a row; it answers null where it may not. */
export function offersOn(offering: Offering): void {
  offerings.push(offering);
}

/** List what may be done with a row. */
export function offersFor(here: Here, subject: Subject): Offer[] {
  return offerings.map((offering) => offering(here, subject)).filter((offer) => offer !== null);
}
