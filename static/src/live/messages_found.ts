/** What a search found, kept true: a text that is taken back vanishes here as well. */

import { signal } from "@preact/signals";
import { heardBy, type Message } from "./messages.ts";
import type { MessagesAsked, MessagesPage } from "./messages_door.ts";
import type { Store } from "./store.ts";
import type { EventFrame } from "./wire.ts";

export type Found = { sought: string } & (
  | { kind: "nothing-asked" | "searching" | "failed" }
  | { kind: "found"; messages: Message[]; more: boolean }
);

export class Search {
  readonly found = signal<Found>({ kind: "nothing-asked", sought: "" });
  private turn = 0;
  private meanwhile: EventFrame[] = [];

  constructor(
    store: Store,
    private readonly fetchPage: (asked: MessagesAsked) => Promise<MessagesPage>,
  ) {
    store.onHeard((event) => this.hear(event));
  }

  /** Search all that was said; an older search that is still on its way counts no more. */
  async look(sought: string): Promise<void> {
    const turn = ++this.turn;
    if (!sought) {
      this.found.value = { kind: "nothing-asked", sought };
      return;
    }
    this.found.value = { kind: "searching", sought };
    this.meanwhile = [];
    const page = await this.fetchPage({ q: sought }).catch(() => null);
    if (turn === this.turn) {
      this.found.value = page
        ? { kind: "found", sought, more: page.more, messages: this.meanwhile.reduce(heardBy, page.messages) }
        : { kind: "failed", sought };
    }
  }

  private hear(event: EventFrame): void {
    const found = this.found.peek();
    if (event.stream !== "room" || event.name === "message.posted") {
      return;
    }
    if (found.kind === "found") {
      this.found.value = { ...found, messages: heardBy(found.messages, event) };
    } else if (found.kind === "searching") {
      this.meanwhile.push(event);
    }
  }
}

/** Return what may still be read of what was found, the latest first. */
export function readable(found: Found): Message[] {
  return found.kind === "found"
    ? found.messages.filter((message) => message.state === "shown").reverse()
    : [];
}
