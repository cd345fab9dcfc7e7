/**
 * One WebSocket: what it brings goes into the store, what was missed on the way is asked for again.
 *
 * What is asked over it dies with it, and once let go it is not heard any more.
 */

import { isPacked, unpack } from "./packing.ts";
import type { Store } from "./store.ts";
import type { SocketLike, Surroundings } from "./surroundings.ts";
import type { EventFrame, Heads, Reply, StreamFrame } from "./wire.ts";

const OPEN = 1;

/** Who hears what concerns the line itself. */
export interface Hearer {
  opened(): void;
  /** Something came, whatever it was. */
  alive(): void;
  answered(id: string, reply: Reply): void;
  /** The server is about to go, and says when to come back. */
  draining(milliseconds: number): void;
  closed(code: number): void;
}

export class Connection {
  /** The handshake went through: whatever fails later is not for want of WebSocket. */
  isOpened = false;
  isEntered = false;
  private isLetGo = false;
  private behind: unknown[] | null = null;
  private questions = new Map<string, (reply: Reply) => void>();
  private fetching = new Set<string>();

  constructor(
    private readonly socket: SocketLike,
    private readonly store: Store,
    private readonly around: Surroundings,
    private readonly hearer: Hearer,
  ) {
    const heard = <T>(act: (value: T) => void) => (value: T) => {
      if (!this.isLetGo) {
        act(value);
      }
    };
    socket.onopen = heard(() => {
      this.isOpened = true;
      hearer.opened();
    });
    socket.onmessage = heard(({ data }: { data: unknown }) => {
      hearer.alive();
      this.receive(JSON.parse(String(data)));
    });
    socket.onclose = heard(({ code }: { code: number }) => hearer.closed(code));
  }

  /** Ask the server about the line itself. */
  ask(name: string, data: unknown): Promise<Reply> {
    const id = crypto.randomUUID();
    this.send({ id, name, data });
    return new Promise((resolve) => this.questions.set(id, resolve));
  }

  send(frame: unknown): void {
    if (this.socket.readyState === OPEN) {
      this.socket.send(JSON.stringify(frame));
    }
  }

  /** Close it without hearing its last words. */
  letGo(): void {
    this.isLetGo = true;
    this.questions.clear();
    this.socket.close();
  }

  /** Ask for what lies before the events that came too early. */
  fillHoles(): void {
    this.fetchMissing(this.store.holes());
  }

  private receive(frame: unknown): void {
    if (this.behind) {
      this.behind.push(frame);
      return;
    }
    if (Array.isArray(frame)) {
      this.hear(frame as StreamFrame[]);
      return;
    }
    const told = frame as Record<string, unknown>;
    if ("beat" in told) {
      this.send({ beat: told.beat });
      this.fetchMissing(this.store.behind((told.heads ?? {}) as Heads));
    } else if ("ok" in told) {
      this.answered(String(told.id), told as unknown as Reply);
    } else if ("drain" in told) {
      this.hearer.draining((told.drain as { reconnect_in: number }).reconnect_in);
    } else if ("stream" in told) {
      this.hear([told as unknown as StreamFrame]);
    }
  }

  private answered(id: string, reply: Reply): void {
    const question = this.questions.get(id);
    if (question && isPacked(reply)) {
      void this.unpacking(id, reply);
    } else if (question) {
      this.questions.delete(id);
      question(reply);
    } else {
      this.hearer.answered(id, reply);
    }
  }

  /** What comes behind a packed answer waits until that can be read. */
  private async unpacking(id: string, reply: Reply): Promise<void> {
    this.behind = [];
    const plain = await unpack(reply).catch((): Reply => ({ ok: false, code: "busy", text: "" }));
    this.questions.get(id)?.(plain);
    this.questions.delete(id);
    // Whoever asked takes it in before anything that follows.
    await new Promise((resolve) => setTimeout(resolve));
    const waiting = this.behind;
    this.behind = null;
    for (const frame of this.isLetGo ? [] : waiting) {
      this.receive(frame);
    }
  }

  private hear(frames: StreamFrame[]): void {
    this.fetchMissing(this.store.hear(frames));
  }

  private fetchMissing(streams: Iterable<string>): void {
    for (const stream of streams) {
      if (!this.fetching.has(stream) && this.isEntered) {
        this.fetching.add(stream);
        void this.fetch(stream);
      }
    }
  }

  private async fetch(stream: string): Promise<void> {
    const after = this.store.seen()[stream] ?? 0;
    const reply = await this.ask("stream.fetch", { stream, after });
    this.fetching.delete(stream);
    if (this.isLetGo) {
      return;
    }
    if (reply.ok) {
      this.hear((reply.data.events ?? []) as EventFrame[]);
    } else {
      this.around.later(() => {
        if (!this.isLetGo) {
          this.fillHoles();
        }
      }, (reply.retry_in ?? 1) * 1000);
    }
  }
}
