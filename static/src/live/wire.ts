/** The frames of the live connection, around the names and fields that wire.gen.ts lists. */

import type { AUDIENCES, Commands, Events, Whispers } from "./wire.gen.ts";

type Audiences = typeof AUDIENCES;

export type Stream = "room" | "staff" | "me";
export type CommandName = keyof Commands;
export type WhisperName = keyof Whispers;
/** The events of one stream, by the audience that each declares. */
export type EventName<S extends Stream> = {
  [N in keyof Audiences]: Audiences[N] extends S ? N : never;
}[keyof Audiences];

/** One numbered event, as its reducer gets it. */
export interface Heard<S extends Stream, N extends EventName<S>> {
  stream: S;
  seq: number;
  name: N;
  at: string;
  data: Events[N];
}

/** An event or a whisper off the wire, before anyone has looked at its name. */
export interface StreamFrame {
  stream: string;
  seq?: number;
  name: string;
  at?: string;
  data: unknown;
}

export type EventFrame = StreamFrame & { seq: number; at: string };

export interface Refusal {
  ok: false;
  code: string;
  text: string;
  field?: string;
  retry_in?: number;
}

export type Reply = { ok: true; data: Record<string, unknown> } | Refusal;

/** Numbers by short stream name: the last one known, or the head of each stream. */
export type Heads = Partial<Record<string, number>>;

/** What entering (or polling) gives: where we stand, and how to get there from what we had. */
export interface Entrance {
  as_of: Heads;
  snapshot?: Record<string, unknown> | null;
  /** Slices as gzip in base64, where they were asked for so. */
  packed?: Record<string, string>;
  events?: EventFrame[];
  people?: { count: number; here: string[] };
  you?: { id?: string; may?: string[] };
  ticket?: string;
  more?: boolean;
}

export interface CommandFrame {
  id: string;
  name: string;
  data: unknown;
}

/** Say whether a frame of a stream is numbered: an event, not a whisper. */
export function isEvent(frame: StreamFrame): frame is EventFrame {
  return typeof frame.seq === "number";
}
