/**
 * Typed text that outlives a reload, a refusal and a lost sign-in: in sessionStorage, by person.
 *
 * A text that was sent is set aside rather than forgotten: if the next page turns out to be the
 * sign-in, the form never arrived, and the text comes back afterwards.
 */

export interface Storage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const KEPT = "kept:";
const SENT = "sent:";

/** Name a field's place: the same for a plain form and for the live room that replaces it. */
export function placeOf(path: string, field: string): string {
  return `${path}:${field}`;
}

export class KeptTexts {
  constructor(
    private readonly storage: Storage,
    private readonly person: string,
  ) {}

  /** Return the full key of a place, for what else keeps things under this person. */
  keyOf(place: string): string {
    return `${KEPT}${this.person}:${place}`;
  }

  read(place: string): string {
    return this.storage.getItem(this.keyOf(place)) ?? "";
  }

  write(place: string, text: string): void {
    if (text) {
      this.storage.setItem(this.keyOf(place), text);
    } else {
      this.storage.removeItem(this.keyOf(place));
    }
  }

  /** A plain form is on its way with this text. */
  sent(place: string): void {
    this.move(this.keyOf(place), KEPT, SENT);
  }

  /** The page after a form: at the sign-in the form did not arrive, anywhere else it did. */
  arrived(): void {
    for (const key of this.keys(SENT)) {
      if (this.person) {
        this.storage.removeItem(key);
      } else {
        this.move(key, SENT, KEPT);
      }
    }
  }

  /** Forget everything that anybody typed here: somebody signed out. */
  clear(): void {
    for (const key of [...this.keys(KEPT), ...this.keys(SENT)]) {
      this.storage.removeItem(key);
    }
  }

  private move(key: string, from: string, to: string): void {
    const text = this.storage.getItem(key);
    if (text !== null) {
      this.storage.setItem(key.replace(from, to), text);
      this.storage.removeItem(key);
    }
  }

  private keys(prefix: string): string[] {
    return Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index) ?? "")
      .filter((key) => key.startsWith(prefix));
  }
}
