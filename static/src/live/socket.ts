/**
 * The line to the server: enters the room, keeps it entered, and makes good what a drop lost.
 *
 * A socket is replaced, never repaired: every attempt is a new turn, and what an older turn still
 * says is not heard. What can't be had by WebSocket three times in a row is polled.
 */

import { signal } from "@preact/signals";
import { ClosedDoorError, type Pass } from "./doors.ts";
import { type Ending, endingOf, type LineState } from "./line_state.ts";
import type { Entry, Outbox } from "./outbox.ts";
import { Poller } from "./poller.ts";
import type { Store } from "./store.ts";
import { backoff, type SocketLike, type Surroundings } from "./surroundings.ts";
import { gettext } from "./texts.ts";
import type { Commands } from "./wire.gen.ts";
import type {
  CommandName,
  Entrance,
  EventFrame,
  Heads,
  Refusal,
  Reply,
  StreamFrame,
} from "./wire.ts";

const ENTER_WITHIN = 10_000;
/** Two heartbeats and a half: the server sends one every 10 s. */
const SILENCE = 25_000;
const LOOK_EVERY = 5_000;
/** The least time between two attempts, whoever asks. */
const SPACING = 1_000;
const OFFLINE_LOOK = 10_000;
const SOCKET_TRIES = 3;
const SOCKET_AGAIN = 60_000;
const DONE_STAYS = 5_000;
const OPEN = 1;

export class Line {
  readonly state = signal<LineState>({ kind: "connecting" });
  /** The commands that the server says this person may use. */
  readonly may;

  private socket: SocketLike | null = null;
  private isEntered = false;
  private isTrying = false;
  /** True when this attempt's ticket came over HTTP: then a socket that fails is the socket's fault. */
  private isHttpUp = false;
  private turn = 0;
  private pass: Pass | null = null;
  private url = "";
  private attempts = 0;
  private failedSockets = 0;
  private attemptedAt = Number.NEGATIVE_INFINITY;
  private heardAt: number;
  private drainDelay: number | null = null;
  private callOff: (() => void) | null = null;
  private requests = new Map<string, (reply: Reply) => void>();
  private fetching = new Set<string>();
  private readonly poller: Poller;

  constructor(
    private readonly store: Store,
    readonly outbox: Outbox,
    private readonly around: Surroundings,
    may: string[],
  ) {
    this.may = signal(may);
    this.heardAt = around.now();
    this.poller = new Poller(around, {
      seen: () => this.store.seen(),
      unsent: () => this.outbox.unsent(),
      came: (page) => this.came(page),
      answered: (entry, reply) => this.answered(entry.id, reply),
      failed: (error) => this.pollFailed(error),
    });
  }

  start(): void {
    void this.attempt();
    this.watch();
  }

  /** Send a command and wait for its answer, over as many lines as that takes. */
  say<N extends CommandName>(
    name: N,
    data: Commands[N],
    holdsText = false,
  ): Promise<Reply> & { id: string } {
    const mark = this.store.seen().room ?? 0;
    const { entry, reply } = this.outbox.put(name, { ...data }, holdsText, mark);
    this.send(entry);
    return Object.assign(reply, { id: entry.id });
  }

  /** Send a refused command again. */
  retry(id: string): void {
    this.outbox.retry(id);
    this.sendAgain(id);
    this.hurry();
  }

  /** Something says that the network is back, or that the page is looked at: try at once. */
  hurry(): void {
    const now = this.around.now();
    const age = now - this.attemptedAt;
    const isFresh = this.isEntered && now - this.heardAt < SILENCE / 2;
    if (this.state.value.kind === "closed" || isFresh || (this.isTrying && age < SPACING)) {
      return;
    }
    this.attempts = 0;
    this.abandon();
    if (this.state.value.kind === "behind") {
      this.fallBehind();
    }
    this.wait(Math.max(0, SPACING - age));
  }

  /** The device says that it is offline: don't wait for the silence to be noticed. */
  offline(): void {
    if (this.state.value.kind !== "closed") {
      this.cut();
    }
  }

  private async attempt(): Promise<void> {
    const turn = ++this.turn;
    this.callOff?.();
    this.isTrying = true;
    this.attemptedAt = this.around.now();
    try {
      this.isHttpUp = this.pass === null;
      const pass = this.pass ?? (await this.around.ticket());
      this.pass = null;
      if (turn === this.turn) {
        this.enter(pass);
      }
    } catch (error) {
      if (turn === this.turn) {
        this.refusedTicket(error);
      }
    }
  }

  private enter(pass: Pass): void {
    this.url = pass.url;
    const socket = this.around.open(pass.url);
    this.socket = socket;
    this.isEntered = false;
    const mine = <T>(act: (value: T) => void) => (value: T) => {
      if (this.socket === socket) {
        act(value);
      }
    };
    socket.onopen = mine(() => {
      const data = { ticket: pass.ticket, seen: this.store.seen() };
      this.request("room.enter", data).then(mine((reply) => this.admitted(reply)));
    });
    socket.onmessage = mine((message: { data: unknown }) =>
      this.receive(JSON.parse(String(message.data))),
    );
    socket.onclose = mine((closing: { code: number }) => this.lost(closing.code));
    const turn = this.turn;
    this.around.later(() => {
      if (turn === this.turn && this.socket === socket && !this.isEntered) {
        this.cut();
      }
    }, ENTER_WITHIN);
  }

  private admitted(reply: Reply): void {
    if (!reply.ok) {
      this.abandon();
      this.refused(reply);
      return;
    }
    const entrance = reply.data as unknown as Entrance;
    const next = entrance.ticket;
    const ticket = typeof next === "object" ? next.ticket : next;
    this.pass = ticket ? { ticket, url: this.url } : null;
    this.isEntered = true;
    this.isTrying = false;
    this.attempts = 0;
    this.failedSockets = 0;
    this.drainDelay = null;
    this.poller.stop();
    this.came(entrance);
    this.state.value = { kind: "up" };
    for (const entry of this.outbox.unsent()) {
      this.send(entry);
    }
    this.fetchMissing(this.store.holes());
  }

  private came(entrance: Entrance): void {
    this.store.enter(entrance);
    this.heardAt = this.around.now();
    if (entrance.you?.may) {
      this.may.value = entrance.you.may;
    }
    if (this.poller.isRunning) {
      this.state.value = { kind: "polling" };
    }
  }

  private receive(frame: unknown): void {
    this.heardAt = this.around.now();
    if (Array.isArray(frame)) {
      this.hear(frame as StreamFrame[]);
      return;
    }
    const told = frame as Record<string, unknown>;
    if ("beat" in told) {
      this.socket?.send(JSON.stringify({ beat: told.beat }));
      this.fetchMissing(this.store.behind((told.heads ?? {}) as Heads));
    } else if ("ok" in told) {
      this.answered(String(told.id), told as unknown as Reply);
    } else if ("drain" in told) {
      this.drainDelay = (told.drain as { reconnect_in: number }).reconnect_in;
    } else if ("stream" in told) {
      this.hear([told as unknown as StreamFrame]);
    }
  }

  private hear(frames: StreamFrame[]): void {
    this.fetchMissing(this.store.hear(frames));
  }

  private fetchMissing(streams: Iterable<string>): void {
    for (const stream of streams) {
      if (!this.fetching.has(stream) && this.isEntered) {
        this.fetching.add(stream);
        const after = this.store.seen()[stream] ?? 0;
        void this.request("stream.fetch", { stream, after }).then((reply) => {
          this.fetching.delete(stream);
          if (reply.ok) {
            this.hear((reply.data.events ?? []) as EventFrame[]);
          }
        });
      }
    }
  }

  /** Ask the server about the line itself; such requests die with their socket. */
  private request(name: string, data: unknown): Promise<Reply> {
    const id = crypto.randomUUID();
    this.socket?.send(JSON.stringify({ id, name, data }));
    return new Promise((resolve) => this.requests.set(id, resolve));
  }

  private send(entry: Entry): void {
    if (this.isEntered && this.socket?.readyState === OPEN) {
      const { id, name, data } = entry;
      this.socket.send(JSON.stringify({ id, name, data }));
    } else if (this.poller.isRunning) {
      this.poller.post();
    }
  }

  private answered(id: string, reply: Reply): void {
    const request = this.requests.get(id);
    if (request) {
      this.requests.delete(id);
      request(reply);
    } else if (!reply.ok && reply.code === "busy" && this.outbox.isWorthAnotherTry(id)) {
      this.around.later(() => this.sendAgain(id), (reply.retry_in ?? 1) * 1000);
    } else if (this.outbox.answer(id, reply) && reply.ok) {
      this.around.later(() => this.outbox.discard(id), DONE_STAYS);
    }
  }

  private sendAgain(id: string): void {
    for (const entry of this.outbox.unsent().filter((entry) => entry.id === id)) {
      this.send(entry);
    }
  }

  /** Let go of the socket without hearing its last words. */
  private abandon(): void {
    this.turn++;
    const socket = this.socket;
    this.letGo();
    socket?.close();
  }

  private cut(): void {
    const wasEntered = this.isEntered;
    this.abandon();
    this.lost(1006, wasEntered);
  }

  private letGo(): void {
    this.socket = null;
    this.isEntered = false;
    this.isTrying = false;
    this.requests.clear();
    this.fetching.clear();
  }

  private lost(code: number, wasEntered = this.isEntered): void {
    this.letGo();
    const ending = endingOf(code);
    if (ending) {
      this.end(ending);
      return;
    }
    if (code === 4401) {
      this.pass = null;
    }
    if (!wasEntered && this.isHttpUp && code < 4000) {
      this.failedSockets++;
    }
    const delay = this.drainDelay;
    this.drainDelay = null;
    if (wasEntered && code === 4401) {
      void this.attempt();
    } else {
      this.tryAgain(delay ?? undefined);
    }
  }

  private refusedTicket(error: unknown): void {
    if (!(error instanceof ClosedDoorError)) {
      this.tryAgain();
      return;
    }
    const { status, refusal } = error;
    if (status === 401 || status === 403) {
      this.end({
        text: refusal.text || gettext("You are no longer signed in."),
        canReload: true,
      });
    } else {
      this.refused(refusal, status);
    }
  }

  private refused(refusal: Refusal, status = 0): void {
    if (status === 404 || refusal.code === "not_found") {
      this.end(endingOf(4404) as Ending);
      return;
    }
    this.pass = null;
    this.tryAgain(refusal.retry_in === undefined ? undefined : refusal.retry_in * 1000);
  }

  private tryAgain(delay?: number): void {
    const isHopeless = this.failedSockets >= SOCKET_TRIES;
    if (isHopeless && !this.poller.isRunning) {
      this.poller.start();
    }
    if (!this.poller.isRunning) {
      this.fallBehind();
    }
    const wait = isHopeless ? SOCKET_AGAIN : (delay ?? backoff(this.attempts, this.around.random));
    this.attempts++;
    this.isTrying = false;
    // A device that says it is offline will say when it is back; ask seldom in case it is wrong.
    this.wait(this.around.isOnline() ? wait : Math.max(wait, OFFLINE_LOOK));
  }

  private wait(milliseconds: number): void {
    this.callOff?.();
    this.callOff = this.around.later(() => void this.attempt(), milliseconds);
  }

  private fallBehind(): void {
    const old = this.state.value;
    const since = old.kind === "behind" ? old.since : this.heardAt;
    if (old.kind !== "connecting" || !this.around.isOnline()) {
      this.state.value = { kind: "behind", since, isOffline: !this.around.isOnline() };
    }
  }

  private pollFailed(error: unknown): void {
    if (error instanceof ClosedDoorError && error.status < 500 && error.status !== 429) {
      this.poller.stop();
      this.refusedTicket(error);
    } else {
      this.fallBehind();
    }
  }

  private end(ending: Ending): void {
    this.abandon();
    this.callOff?.();
    this.poller.stop();
    this.state.value = { kind: "closed", ...ending };
  }

  /** A line that went silent gets no close event for minutes: look at the clock instead. */
  private watch(): void {
    if (this.isEntered && this.around.now() - this.heardAt > SILENCE) {
      this.cut();
    }
    this.around.later(() => this.watch(), LOOK_EVERY);
  }
}
