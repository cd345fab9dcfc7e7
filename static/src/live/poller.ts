/**
 * The room without a WebSocket: asks what is new, and posts what is said.
 *
 * The server keeps a question open until there is an answer, so the next one follows at once. An
 * old server answers at once, with nothing: it is asked once a second.
 */

import { ClosedDoorError } from "./doors.ts";
import type { Entry } from "./outbox.ts";
import { backoff, type Surroundings } from "./surroundings.ts";
import type { Entrance, Heads, Reply } from "./wire.ts";

/** The least time from question to question: after nothing, and while much is going on. */
const CALM = 1000;
const BUSY = 200;
const POST_AGAIN = 1000;
/** After a failure the pauses grow from one second to this. */
const LONGEST_PAUSE = 8000;

/** What the poller reads from the line and tells it. */
export interface PolledLine {
  seen(): Heads;
  /** What is to be posted now, oldest first. */
  due(): Entry[];
  came(page: Entrance): void;
  answered(entry: Entry, reply: Reply): void;
  failed(error: unknown): void;
}

export class Poller {
  isRunning = false;
  private round = 0;
  private failures = 0;
  private question = new AbortController();
  private callOff: (() => void) | null = null;
  private isPosting = false;
  /** Posted in this run already: what is still due then waits for its own time. */
  private tried = new Set<string>();

  constructor(
    private readonly around: Surroundings,
    private readonly line: PolledLine,
  ) {}

  start(): void {
    this.isRunning = true;
    this.failures = 0;
    this.dropQuestion();
    void this.poll(this.round);
  }

  stop(): void {
    this.isRunning = false;
    this.dropQuestion();
  }

  /** Forget the open question, which may wait on a dead network, and ask anew after a pause. */
  rest(pause: number): void {
    if (this.isRunning) {
      this.dropQuestion();
      this.pollIn(pause);
    }
  }

  /** Post what is due, in the order in which it was said; what has an id here once more. */
  post(id?: string): void {
    if (id) {
      this.tried.delete(id);
    }
    if (!this.isPosting) {
      this.isPosting = true;
      this.tried.clear();
      void this.postAll();
    }
  }

  private async postAll(): Promise<void> {
    const next = () => this.line.due().find((entry) => !this.tried.has(entry.id));
    try {
      for (let entry = next(); entry && this.isRunning; entry = next()) {
        this.tried.add(entry.id);
        const { id, name, data } = entry;
        this.line.answered(entry, await this.around.command({ id, name, data }));
      }
      this.isPosting = false;
    } catch (error) {
      this.isPosting = false;
      this.postFailed(error);
    }
  }

  private postFailed(error: unknown): void {
    if (this.isRunning) {
      this.line.failed(error);
      this.around.later(() => {
        if (this.isRunning) {
          this.post();
        }
      }, waitOf(error) ?? POST_AGAIN);
    }
  }

  private dropQuestion(): void {
    this.round++;
    this.callOff?.();
    this.question.abort();
    this.question = new AbortController();
  }

  private pollIn(pause: number): void {
    const round = this.round;
    this.callOff = this.around.later(() => void this.poll(round), pause);
  }

  private async poll(round: number): Promise<void> {
    const begun = this.around.now();
    let pause: number;
    try {
      const page = await this.around.events(this.line.seen(), this.question.signal);
      if (round !== this.round) {
        return;
      }
      this.failures = 0;
      this.line.came(page);
      this.post();
      pause = Math.max(0, spacing(page) - (this.around.now() - begun));
    } catch (error) {
      if (round !== this.round) {
        return;
      }
      this.line.failed(error);
      const own = 1000 + backoff(this.failures++, this.around.random, LONGEST_PAUSE);
      pause = waitOf(error) ?? own;
    }
    if (round === this.round) {
      this.pollIn(pause);
    }
  }
}

function spacing(page: Entrance): number {
  if (page.more) {
    return 0;
  }
  return page.snapshot || page.events?.length ? BUSY : CALM;
}

/** Return the milliseconds that a door asked us to wait. */
function waitOf(error: unknown): number | undefined {
  const seconds = error instanceof ClosedDoorError ? error.refusal.retry_in : undefined;
  return seconds === undefined ? undefined : seconds * 1000;
}
