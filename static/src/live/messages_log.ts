/** The log as far back as it was asked for: the slice's messages and, before them, older pages. */

import { computed, effect, signal } from "@preact/signals";
import { heardBy, LATEST, type Message } from "./messages.ts";
import type { MessagesAsked, MessagesPage } from "./messages_door.ts";
import { enters, type Store } from "./store.ts";
import type { EventFrame } from "./wire.ts";

declare module "./store.ts" {
  interface Asides {
    /** How often the room's slice was replaced as a whole. */
    snapshots?: number;
  }
}

enters((asides, { snapshot }) =>
  snapshot?.room ? { ...asides, snapshots: (asides.snapshots ?? 0) + 1 } : asides,
);

/** Farther back than this many pages, a message is better read on its own page. */
const FARTHEST = 10;

/**
 * Knows every message from the oldest that was loaded to the newest, without a hole.
 *
 * It hears the same events as the slice, so what happens to an old message happens here too, also
 * to one that is still on its way from the server when the event comes.
 */
export class MessageLog {
  readonly messages = signal<Message[]>([]);
  /** Whether anything was said before the first of these. */
  readonly hasEarlier = signal(false);
  readonly state = signal<"idle" | "loading" | "failed">("idle");
  private turn = 0;
  private running: Promise<void> | null = null;
  private meanwhile: EventFrame[] = [];

  constructor(
    private readonly store: Store,
    private readonly fetchPage: (asked: MessagesAsked) => Promise<MessagesPage>,
  ) {
    store.onHeard((event) => this.hear(event));
    const snapshots = computed(() => store.asides.value.snapshots);
    effect(() => {
      if (snapshots.value) {
        this.begin();
      }
    });
  }

  has(id: string): boolean {
    return this.messages.value.some((message) => message.id === id);
  }

  /** Load the page before the first message; asked twice, it is loaded once. */
  earlier(): Promise<void> {
    if (!this.running) {
      const running = this.load().finally(() => {
        if (this.running === running) {
          this.running = null;
        }
      });
      this.running = running;
    }
    return this.running;
  }

  /** Load pages until a message is there; say whether it is. */
  async reach(id: string): Promise<boolean> {
    await this.loadWhile(() => !this.has(id));
    return this.has(id);
  }

  /** The slice was replaced: nothing known from before may be trusted, so it is asked for anew. */
  private begin(): void {
    const oldest = this.messages.peek()[0]?.seq;
    const latest = this.store.room.peek().messages;
    this.turn++;
    this.running = null;
    this.messages.value = latest;
    this.hasEarlier.value = latest.length >= LATEST;
    this.state.value = "idle";
    if (oldest !== undefined) {
      void this.loadWhile(() => (this.messages.peek()[0]?.seq ?? 0) > oldest);
    }
  }

  private hear(event: EventFrame): void {
    if (event.stream === "room") {
      this.messages.value = heardBy(this.messages.peek(), event);
      if (this.state.peek() === "loading" && event.name !== "message.posted") {
        this.meanwhile.push(event);
      }
    }
  }

  private async loadWhile(isWanting: () => boolean): Promise<void> {
    for (let page = 0; page < FARTHEST && isWanting() && this.hasEarlier.peek(); page++) {
      await this.earlier();
      if (this.state.peek() === "failed") {
        return;
      }
    }
  }

  private async load(): Promise<void> {
    const first = this.messages.peek()[0];
    if (!first || !this.hasEarlier.peek()) {
      return;
    }
    const turn = this.turn;
    this.meanwhile = [];
    this.state.value = "loading";
    const page = await this.fetchPage({ before: first.seq }).catch(() => null);
    if (turn !== this.turn) {
      return;
    }
    this.state.value = page ? "idle" : "failed";
    if (page) {
      const older = this.meanwhile.reduce(heardBy, page.messages);
      this.messages.value = [...older, ...this.messages.peek()];
      this.hasEarlier.value = page.more;
    }
  }
}
