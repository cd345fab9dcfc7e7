/** A hall for tests of the line: its clock, its network and its server are the test's own. */

import "./every_noun.ts";
import { ClosedDoorError } from "../../static/src/live/doors.ts";
import { Outbox } from "../../static/src/live/outbox.ts";
import { Line } from "../../static/src/live/socket.ts";
import { Store } from "../../static/src/live/store.ts";
import type { SocketLike, Surroundings } from "../../static/src/live/surroundings.ts";
import type { CommandFrame, Entrance, Heads, Reply } from "../../static/src/live/wire.ts";

export class FakeSocket implements SocketLike {
  readyState = 1;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((message: never) => void) | null = null;
  onclose: ((closing: never) => void) | null = null;
  sent: (CommandFrame & { beat?: number })[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  hear(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) } as never);
  }

  drop(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code } as never);
  }

  last(name: string): CommandFrame | undefined {
    return this.sent.filter((frame) => frame.name === name).at(-1);
  }
}

class FakeStorage {
  private kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

/** A line with a clock that only the test moves. */
export class Hall implements Surroundings {
  sockets: FakeSocket[] = [];
  posted: CommandFrame[] = [];
  tickets = 0;
  time = 0;
  waiting: { at: number; act: () => void }[] = [];
  doorError: Error | null = null;
  page: Entrance = { as_of: { room: 0 }, snapshot: { room: { messages: [] } } };
  store = new Store();
  storage = new FakeStorage();
  outbox = new Outbox(this.storage, "outbox");

  open = () => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  };
  ticket = async () => {
    if (this.doorError) {
      throw this.doorError;
    }
    this.tickets++;
    return { ticket: `ticket ${this.tickets}`, url: "ws://hall/" };
  };
  command = async (frame: CommandFrame): Promise<Reply> => {
    this.posted.push(frame);
    if (this.commandError) {
      throw this.commandError;
    }
    return { ok: true, data: { id: "made" } };
  };
  asked: { seen: Heads; at: number; calledOff: AbortSignal }[] = [];
  /** Questions for news that the server keeps open, where `isPatient`. */
  kept: ((page: Entrance) => void)[] = [];
  isPatient = false;
  commandError: Error | null = null;
  events = async (seen: Heads, calledOff: AbortSignal): Promise<Entrance> => {
    this.asked.push({ seen, at: this.time, calledOff });
    if (this.doorError) {
      throw this.doorError;
    }
    return this.isPatient && "room" in seen
      ? new Promise((resolve) => this.kept.push(resolve))
      : this.page;
  };
  later = (act: () => void, milliseconds: number) => {
    const entry = { at: this.time + milliseconds, act };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== entry);
    };
  };
  now = () => this.time;
  random = () => 0.5;
  online = true;
  isOnline = () => this.online;
  line = new Line(this.store, this.outbox, this, { room: "session.1", person: "me", may: [] });

  get socket(): FakeSocket {
    return this.sockets.at(-1) as FakeSocket;
  }

  /** Let time pass, calling what falls due in its order. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      await settled();
      const next = this.waiting.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) {
        break;
      }
      this.waiting = this.waiting.filter((entry) => entry !== next);
      this.time = Math.max(this.time, next.at);
      next.act();
    }
    this.time = end;
  }

  async enter(data: Partial<Entrance> = {}): Promise<void> {
    await settled();
    this.socket.onopen?.(undefined as never);
    const frame = this.socket.last("room.enter");
    const entrance = { as_of: { room: 0 }, events: [], ticket: "next", ...data };
    this.socket.hear({ id: frame?.id, ok: true, data: entrance });
    await settled();
  }
}

export const settled = () => new Promise((resolve) => setImmediate(resolve));

export const refused = (status: number, code: string, rest = {}) =>
  new ClosedDoorError(status, { ok: false, code, text: "", ...rest });

/** A line whose WebSocket fails and whose other doors are open. */
export async function polling(isPatient = true): Promise<Hall> {
  const hall = new Hall();
  hall.isPatient = isPatient;
  hall.line.start();
  for (let tries = 0; tries < 3; tries++) {
    await settled();
    hall.socket.drop(1006);
    await hall.pass(tries < 2 ? 1000 * 2 ** tries : 0);
  }
  await settled();
  return hall;
}

export async function entered(): Promise<Hall> {
  const hall = new Hall();
  hall.line.start();
  await hall.enter({ snapshot: { room: { messages: [] } } });
  return hall;
}

export function said(seq: number) {
  const data = { message: `m${seq}`, person: "ada", text: String(seq), lang: "en" };
  return { stream: "room", seq, name: "message.posted", at: "2011-11-14T06:00:00.000Z", data };
}
