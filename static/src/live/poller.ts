/** The room without a WebSocket: asks every two seconds for what is new and posts what is said. */

import type { Entry } from "./outbox.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Entrance, Heads, Reply } from "./wire.ts";

const PAUSE = 2000;

/** What the poller reads from the line and tells it. */
export interface PolledLine {
  seen(): Heads;
  unsent(): Entry[];
  came(page: Entrance): void;
  answered(entry: Entry, reply: Reply): void;
  failed(error: unknown): void;
}

export class Poller {
  isRunning = false;
  private round = 0;
  private isPosting = false;

  constructor(
    private readonly around: Surroundings,
    private readonly line: PolledLine,
  ) {}

  start(): void {
    this.isRunning = true;
    void this.poll(++this.round);
  }

  stop(): void {
    this.isRunning = false;
    this.round++;
  }

  /** Post what waits, in the order in which it was said. */
  post(): void {
    if (!this.isPosting) {
      this.isPosting = true;
      void this.postAll().finally(() => {
        this.isPosting = false;
      });
    }
  }

  private async postAll(): Promise<void> {
    for (const entry of this.line.unsent()) {
      try {
        const { id, name, data } = entry;
        this.line.answered(entry, await this.around.command({ id, name, data }));
      } catch {
        return; // what could not be posted waits for the next round
      }
    }
  }

  private async poll(round: number): Promise<void> {
    let pause = PAUSE;
    try {
      const page = await this.around.events(this.line.seen());
      if (round !== this.round) {
        return;
      }
      this.line.came(page);
      this.post();
      pause = page.more ? 0 : PAUSE;
    } catch (error) {
      if (round !== this.round) {
        return;
      }
      this.line.failed(error);
    }
    if (round === this.round) {
      this.around.later(() => void this.poll(round), pause);
    }
  }
}
