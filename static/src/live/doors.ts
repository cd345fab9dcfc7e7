/** The HTTP doors of a room: the ticket to enter, and commands and events without a WebSocket. */

import type { RoomConfig } from "./here.ts";
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

async function ask(url: string, body?: unknown): Promise<Response> {
  return fetch(url, {
    credentials: "same-origin",
    signal: AbortSignal.timeout(10_000),
    headers: {
      Accept: "application/json",
      ...(body === undefined
        ? {}
        : { "Content-Type": "application/json", "X-CSRFToken": csrfToken() }),
    },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
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
  const pass = await expect<Pass>(await ask(config.ticket_url, {}));
  const url = new URL(pass.url, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return { ticket: pass.ticket, url: url.href };
}

/** Send a command; a refusal is an answer, a server that gives none is a failed line. */
export async function postCommand(config: RoomConfig, frame: CommandFrame): Promise<Reply> {
  const response = await ask(config.commands_url, frame);
  const told = (await response
    .clone()
    .json()
    .catch(() => null)) as Reply | null;
  if (told && "ok" in told) {
    return told;
  }
  const refusal = await refusalOf(response);
  if (response.status >= 400 && response.status < 500 && response.status !== 429) {
    return refusal;
  }
  throw new ClosedDoorError(response.status, refusal);
}

/** Ask for what came after the numbers that we have. */
export async function fetchEvents(config: RoomConfig, seen: Heads): Promise<Entrance> {
  const url = new URL(config.events_url, location.href);
  for (const [stream, seq] of Object.entries(seen)) {
    url.searchParams.append("seen", `${stream}:${seq}`);
  }
  return expect<Entrance>(await ask(url.href));
}
