/** The HTTP doors of a room: the ticket to enter, and commands and events without a WebSocket. */

import type { RoomConfig } from "./here.ts";
import { serverClock } from "./server_clock.ts";
import type { CommandFrame, Entrance, Heads, Refusal, Reply } from "./wire.ts";

export interface Pass {
  ticket: string;
  url: string;
}

/** A door that answered, but not with what was asked for. */
export class ClosedDoorError extends Error {
  constructor(
    readonly status: number,
    readonly refusal: Refusal,
  ) {
    super(refusal.code);
  }
}

/** The cookie's name differs between installations, but each page's forms carry the token. */
function csrfToken(): string {
  return document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** Seconds for which the server may keep a question for news open. */
const WAIT = 10;
const ANSWER_WITHIN = 10_000;

interface Asking {
  body?: unknown;
  within?: number;
  calledOff?: AbortSignal;
}

async function ask(url: string, { body, within, calledOff }: Asking = {}): Promise<Response> {
  const calling = new AbortController();
  const tooLate = AbortSignal.timeout(within ?? ANSWER_WITHIN);
  for (const end of [tooLate, calledOff]) {
    end?.addEventListener("abort", () => calling.abort(end.reason), { once: true });
  }
  const response = await fetch(url, {
    credentials: "same-origin",
    signal: calling.signal,
    headers: {
      Accept: "application/json",
      ...(body === undefined
        ? {}
        : { "Content-Type": "application/json", "X-CSRFToken": csrfToken() }),
    },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  const at = response.headers.get("Date");
  if (at) {
    serverClock.hear(at);
  }
  return response;
}

async function refusalOf(response: Response): Promise<Refusal> {
  const told = (await response
    .clone()
    .json()
    .catch(() => ({}))) as Partial<Refusal>;
  const wait = Number(response.headers.get("Retry-After"));
  return {
    ok: false,
    code: told.code ?? `http.${response.status}`,
    text: told.text ?? "",
    ...(told.field ? { field: told.field } : {}),
    ...(told.retry_in || wait ? { retry_in: told.retry_in ?? wait } : {}),
  };
}

async function expect<T>(response: Response): Promise<T> {
  if (!response.ok) {
    throw new ClosedDoorError(response.status, await refusalOf(response));
  }
  return (await response.json()) as T;
}

/** Ask for the right to enter. */
export async function fetchTicket(config: RoomConfig): Promise<Pass> {
  const pass = await expect<Pass>(await ask(config.ticket_url, { body: {} }));
  const url = new URL(pass.url, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return { ticket: pass.ticket, url: url.href };
}

/** These are answers to what a command says; with any other status the door itself did not open. */
const UNREADABLE = new Set([400, 413, 415, 422]);

/** Send a command; a refusal is an answer, a door that gives none is a failed line. */
export async function postCommand(config: RoomConfig, frame: CommandFrame): Promise<Reply> {
  const response = await ask(config.commands_url, { body: frame });
  const told = (await response
    .clone()
    .json()
    .catch(() => null)) as Reply | null;
  if (told && "ok" in told) {
    return told;
  }
  const refusal = await refusalOf(response);
  if (UNREADABLE.has(response.status)) {
    return refusal;
  }
  throw new ClosedDoorError(response.status, refusal);
}

/** Ask for what came after the numbers that we have, and let the server wait until something has. */
export async function fetchEvents(
  config: RoomConfig,
  seen: Heads,
  calledOff: AbortSignal,
): Promise<Entrance> {
  const url = new URL(config.events_url, location.href);
  for (const [stream, seq] of Object.entries(seen)) {
    url.searchParams.append("seen", `${stream}:${seq}`);
  }
  url.searchParams.set("wait", String(WAIT));
  const within = WAIT * 1000 + ANSWER_WITHIN;
  return expect<Entrance>(await ask(url.href, { within, calledOff }));
}
