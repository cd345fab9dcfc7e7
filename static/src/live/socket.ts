/**
 * The line to the server: enters the room, keeps it entered, and makes good what a drop lost.
 *
 * A socket is replaced, never repaired: every attempt is a new turn, and what an older turn still
 * says is not heard. What can't be had by WebSocket is polled, and WebSocket tried every minute.
 */

import { signal } from "@preact/signals";
import { Connection } from "./connection.ts";
import type { Pass } from "./doors.ts";
import {
  type Fate,
  fateOf,
  fateOfClose,
  fateOfFailure,
  isServersWord,
  RETURN_TRIES,
  RIGHTS_CHANGED,
  waiting,
} from "./fates.ts";
import { canUnpack } from "./packing.ts";
import { type Ending, type LineState, signedInAnew } from "./line_state.ts";
import type { Entry, Outbox } from "./outbox.ts";
import { Poller } from "./poller.ts";
import type { Store } from "./store.ts";
import { backoff, type Surroundings } from "./surroundings.ts";
import type { Commands } from "./wire.gen.ts";
import type { CommandName, Entrance, Reply } from "./wire.ts";
import "./trouble.ts";

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

/** Whose line this is, and to which room. */
export interface Visit {
  /** As tickets name it: `session.<id>`. */
  room: string;
  person: string;
  may: string[];
}

export class Line {
  readonly state = signal<LineState>({ kind: "connecting" });
  /** The commands that the server says this person may use. */
  readonly may;

  private connection: Connection | null = null;
  private isTrying = false;
  /** True when this attempt's ticket came over HTTP: then a socket that fails is the socket's fault. */
  private isHttpUp = false;
  private turn = 0;
  private pass: Pass | null = null;
  private url = "";
  private attempts = 0;
  private failedSockets = 0;
  private refusedTickets = 0;
  private attemptedAt = Number.NEGATIVE_INFINITY;
  private heardAt: number;
  private drainDelay: number | null = null;
  private callOff: (() => void) | null = null;
  private readonly poller: Poller;

  constructor(
    private readonly store: Store,
    readonly outbox: Outbox,
    private readonly around: Surroundings,
    private readonly visit: Visit,
  ) {
    this.may = signal(visit.may);
    this.heardAt = around.now();
    this.poller = new Poller(around, {
      seen: () => this.store.seen(),
      due: () => this.outbox.due(),
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

  /** Send every refused text again, in the order in which they were written. */
  retryAll(): void {
    for (const entry of this.outbox.failed()) {
      this.retry(entry.id);
    }
  }

  /** Something says that the network is back, or that the page is looked at: try at once. */
  hurry(): void {
    const now = this.around.now();
    const age = now - this.attemptedAt;
    const isWell = this.isEntered || this.state.value.kind === "polling";
    const isFresh = isWell && now - this.heardAt < SILENCE / 2;
    if (this.isOver || isFresh || (this.isTrying && age < SPACING)) {
      return;
    }
    this.attempts = 0;
    this.abandon();
    if (this.state.value.kind === "behind") {
      this.fallBehind();
    }
    this.poller.rest(0);
    this.wait(Math.max(0, SPACING - age));
  }

  /** The device says that it is offline: don't wait for the silence to be noticed. */
  offline(): void {
    if (!this.isOver) {
      this.cut();
      this.poller.rest(OFFLINE_LOOK);
      this.fallBehind();
    }
  }

  private get isEntered(): boolean {
    return this.connection?.isEntered ?? false;
  }

  private get isOver(): boolean {
    return this.state.value.kind === "closed";
  }

  private async attempt(): Promise<void> {
    const turn = ++this.turn;
    this.callOff?.();
    this.isTrying = true;
    this.attemptedAt = this.around.now();
    try {
      const isReturn = this.pass !== null;
      this.isHttpUp = !isReturn;
      const pass = this.pass ?? (await this.around.ticket());
      this.pass = isReturn && this.attempts < RETURN_TRIES ? pass : null;
      if (turn === this.turn) {
        this.enter(pass);
      }
    } catch (error) {
      if (turn === this.turn) {
        this.doorFailed(error);
      }
    }
  }

  private enter(pass: Pass): void {
    this.url = pass.url;
    const socket = this.around.open(pass.url);
    const connection: Connection = new Connection(socket, this.store, this.around, {
      opened: () => void this.knock(connection, pass.ticket),
      alive: () => {
        this.heardAt = this.around.now();
      },
      answered: (id, reply) => this.answered(id, reply),
      draining: (delay) => {
        this.drainDelay = delay;
      },
      closed: (code) => this.lost(code),
    });
    this.connection = connection;
    this.around.later(() => {
      if (this.connection === connection && !connection.isEntered) {
        this.tooLate(connection);
      }
    }, ENTER_WITHIN);
  }

  private async knock(connection: Connection, ticket: string): Promise<void> {
    this.pass = null;
    const data = { ticket, room: this.visit.room, seen: this.store.seen(), packed: canUnpack };
    const reply = await connection.ask("room.enter", data);
    if (this.connection !== connection) {
      return;
    }
    if (reply.ok) {
      this.admitted(connection, reply.data as unknown as Entrance);
    } else {
      this.abandon();
      this.meet(fateOf(reply));
    }
  }

  private admitted(connection: Connection, entrance: Entrance): void {
    this.pass = entrance.ticket ? { ticket: entrance.ticket, url: this.url } : null;
    connection.isEntered = true;
    this.isTrying = false;
    this.attempts = 0;
    this.failedSockets = 0;
    this.refusedTickets = 0;
    this.drainDelay = null;
    this.poller.stop();
    this.came(entrance);
    if (this.isOver) {
      return;
    }
    this.state.value = { kind: "up" };
    for (const entry of this.outbox.due()) {
      this.send(entry);
    }
    connection.fillHoles();
  }

  private came(entrance: Entrance): void {
    const you = entrance.you;
    if (you?.id && you.id !== this.visit.person) {
      this.end(signedInAnew());
      return;
    }
    this.store.enter(entrance);
    this.heardAt = this.around.now();
    this.may.value = you?.may ?? this.may.value;
    if (this.poller.isRunning) {
      this.state.value = { kind: "polling" };
    }
  }

  private send(entry: Entry): void {
    if (this.isEntered) {
      const { id, name, data } = entry;
      this.connection?.send({ id, name, data });
    } else if (this.poller.isRunning) {
      this.poller.post(entry.id);
    }
  }

  private answered(id: string, reply: Reply): void {
    if (!reply.ok && reply.code === "busy" && this.outbox.rests(id, this.areRecordsLost())) {
      this.around.later(() => this.sendAgain(id), (reply.retry_in ?? 1) * 1000);
    } else if (this.outbox.answer(id, reply) && reply.ok) {
      this.around.later(() => this.outbox.discard(id), DONE_STAYS);
    }
  }

  private areRecordsLost(): boolean {
    return typeof this.store.asides.value.trouble?.recordsLostAt === "number";
  }

  private sendAgain(id: string): void {
    this.outbox.wake(id);
    for (const entry of this.outbox.due().filter((entry) => entry.id === id)) {
      this.send(entry);
    }
  }

  /** Let go of the socket without hearing its last words. */
  private abandon(): void {
    this.turn++;
    this.connection?.letGo();
    this.forget();
  }

  private cut(): void {
    const wasEntered = this.isEntered;
    this.abandon();
    this.lost(1006, wasEntered);
  }

  private forget(): void {
    this.connection = null;
    this.isTrying = false;
  }

  /** A handshake without an answer, while HTTP gets through, is a proxy's work: don't wait for more. */
  private tooLate(connection: Connection): void {
    if (!connection.isOpened && this.isHttpUp) {
      this.failedSockets = SOCKET_TRIES;
    }
    this.cut();
  }

  private lost(code: number, wasEntered = this.isEntered): void {
    this.forget();
    if (!wasEntered && this.isHttpUp && !isServersWord(code)) {
      this.failedSockets++;
    }
    if (code === RIGHTS_CHANGED) {
      this.pass = null;
    }
    const delay = this.drainDelay;
    this.drainDelay = null;
    if (code === RIGHTS_CHANGED && wasEntered) {
      void this.attempt();
    } else if (delay === null) {
      this.meet(fateOfClose(code));
    } else {
      this.tryAgain(delay);
    }
  }

  private doorFailed(error: unknown): void {
    this.isHttpUp = false;
    this.meet(fateOfFailure(error));
  }

  private meet(fate: Fate): void {
    switch (fate.kind) {
      case "end":
        this.end(fate.ending);
        break;
      case "anew":
        this.pass = null;
        if (this.refusedTickets++ === 0) {
          void this.attempt();
        } else {
          this.tryAgain();
        }
        break;
      case "wait":
        this.tryAgain(fate.seconds * 1000);
        this.state.value = waiting(fate, this.around.now());
        break;
      case "again":
        this.tryAgain(fate.seconds && fate.seconds * 1000);
    }
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

  /** A page that has just been made is not behind, until the door has failed it twice. */
  private fallBehind(): void {
    const old = this.state.value;
    const since = old.kind === "behind" ? old.since : this.heardAt;
    const isDoorShut = this.attempts > 0 && !this.isHttpUp;
    if (old.kind !== "connecting" || isDoorShut || !this.around.isOnline()) {
      this.state.value = { kind: "behind", since, isOffline: !this.around.isOnline() };
    }
  }

  private pollFailed(error: unknown): void {
    const fate = fateOfFailure(error);
    if (fate.kind === "end") {
      this.end(fate.ending);
    } else {
      this.fallBehind();
    }
  }

  private end(ending: Ending): void {
    this.abandon();
    this.callOff?.();
    this.poller.stop();
    this.state.value = { kind: "closed", ...ending };
    if (ending.isShut) {
      this.may.value = [];
    }
  }

  /** A line that went silent gets no close event for minutes: look at the clock instead. */
  private watch(): void {
    if (this.isEntered && this.around.now() - this.heardAt > SILENCE) {
      this.cut();
    }
    this.around.later(() => this.watch(), LOOK_EVERY);
  }
}
