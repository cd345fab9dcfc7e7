/**
 * Commands on their way: each keeps its UUID until it is answered, over drops and over a reload.
 *
 * The server takes a UUID once, so sending again is safe; what a person wrote leaves here only by an
 * acceptance or by their own hand.
 */

import { type Signal, signal } from "@preact/signals";
import type { Refusal, Reply } from "./wire.ts";

export interface Entry {
  id: string;
  name: string;
  data: Record<string, unknown>;
  /** The room's number when it was said: its event comes after. */
  mark: number;
  /** `done` entries stay a moment, until their event is on the page. */
  state: "sending" | "done" | "failed";
  /** A refusal leaves entries that hold a text in place, others go with it. */
  holdsText: boolean;
  /** The id of what an accepted command made. */
  made?: string;
  refusal?: Refusal;
}

export interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const BUSY_TRIES = 3;

export class Outbox {
  readonly entries: Signal<Entry[]>;
  private tries = new Map<string, number>();
  private resting = new Set<string>();
  private answers = new Map<string, (reply: Reply) => void>();

  constructor(
    private readonly storage: Storage,
    private readonly key: string,
  ) {
    this.entries = signal(this.stored());
  }

  /** Add a command; the promise is kept by its answer, however many lines that takes. */
  put(name: string, data: Record<string, unknown>, holdsText: boolean, mark: number) {
    const id = crypto.randomUUID();
    const entry: Entry = { id, name, data, mark, state: "sending", holdsText };
    this.keep([...this.entries.value, entry]);
    const reply = new Promise<Reply>((resolve) => this.answers.set(id, resolve));
    return { entry, reply };
  }

  /** Return what still has to be sent, oldest first. */
  unsent(): Entry[] {
    return this.entries.value.filter((entry) => entry.state === "sending");
  }

  /** Return what may be sent now: not what a busy server asked to wait with. */
  due(): Entry[] {
    return this.unsent().filter((entry) => !this.resting.has(entry.id));
  }

  /** Return what was refused and still holds its text, oldest first. */
  failed(): Entry[] {
    return this.entries.value.filter((entry) => entry.state === "failed");
  }

  /** Take the answer to a command; say whether it was one of ours. */
  answer(id: string, reply: Reply): boolean {
    const entry = this.entries.value.find((entry) => entry.id === id);
    if (!entry) {
      return false;
    }
    if (reply.ok) {
      this.change(id, { state: "done", made: String(reply.data.id ?? "") });
    } else if (entry.holdsText) {
      this.change(id, { state: "failed", refusal: reply });
    } else {
      this.discard(id);
    }
    this.answers.get(id)?.(reply);
    this.answers.delete(id);
    return true;
  }

  /**
   * Say whether a command that met a busy server rests, to be sent again: for as long as the
   * server's records are away, else three times; then it is for the person to decide.
   */
  rests(id: string, isServerTroubled: boolean): boolean {
    if (!this.unsent().some((entry) => entry.id === id)) {
      return false;
    }
    const tries = isServerTroubled ? 0 : (this.tries.get(id) ?? 0) + 1;
    this.tries.set(id, tries);
    if (tries > BUSY_TRIES) {
      return false;
    }
    this.resting.add(id);
    return true;
  }

  /** The rest is over: it may be sent. */
  wake(id: string): void {
    this.resting.delete(id);
  }

  /** Make a refused command one to be sent again, under the same UUID. */
  retry(id: string): void {
    this.tries.delete(id);
    const { refusal: _gone, ...entry } = this.find(id);
    this.replace(id, { ...entry, state: "sending" });
  }

  discard(id: string): void {
    this.tries.delete(id);
    this.resting.delete(id);
    this.keep(this.entries.value.filter((entry) => entry.id !== id));
  }

  private find(id: string): Entry {
    const entry = this.entries.value.find((entry) => entry.id === id);
    if (!entry) {
      throw new Error(`no command ${id} on its way`);
    }
    return entry;
  }

  private change(id: string, change: Partial<Entry>): void {
    this.replace(id, { ...this.find(id), ...change });
  }

  private replace(id: string, entry: Entry): void {
    this.keep(this.entries.value.map((old) => (old.id === id ? entry : old)));
  }

  private keep(entries: Entry[]): void {
    this.entries.value = entries;
    const lasting = entries.filter((entry) => entry.state !== "done");
    try {
      if (lasting.length > 0) {
        this.storage.setItem(this.key, JSON.stringify(lasting));
      } else {
        this.storage.removeItem(this.key);
      }
    } catch {
      // A storage that is full keeps nothing over a reload; it must not keep us from sending.
    }
  }

  private stored(): Entry[] {
    try {
      return JSON.parse(this.storage.getItem(this.key) ?? "[]") as Entry[];
    } catch {
      return [];
    }
  }
}
