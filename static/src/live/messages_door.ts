/** The HTTP door to all that was said in a session: older messages, and a search in them. */

import type { RoomConfig } from "./here.ts";
import type { Message } from "./messages.ts";

export interface MessagesPage {
  /** In the order in which they were said. */
  messages: Message[];
  /** Whether there is more in the direction that was asked for. */
  more: boolean;
}

export interface MessagesAsked {
  before?: number;
  q?: string;
}

const A_PAGE = 50;
const PATIENCE = 10_000;

/** Ask for a page of messages: those before a number, or those in which something is said. */
export async function fetchMessages(config: RoomConfig, asked: MessagesAsked): Promise<MessagesPage> {
  const url = new URL("../messages/", new URL(config.events_url, location.href));
  url.searchParams.set("limit", String(A_PAGE));
  for (const [name, value] of Object.entries(asked)) {
    url.searchParams.set(name, String(value));
  }
  const response = await fetch(url, {
    credentials: "same-origin",
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) {
    throw new Error(`messages: ${response.status}`);
  }
  return (await response.json()) as MessagesPage;
}

/** Return the address of a message's own page, or of the whole chat's. */
export function pageOf(message = ""): string {
  return new URL(message ? `chat/${message}/` : "chat/", location.href).href;
}

/** Return the address of a search's own page. */
export function pageOfSearch(q: string): string {
  const url = new URL(pageOf());
  url.searchParams.set("q", q);
  return url.href;
}
