/** What the streams know of the chat: messages, the pinned notice, what is hidden, my reactions. */

import { begins, type RoomSlice, reduces } from "./store.ts";
import type { Events } from "./wire.gen.ts";
import type { EventFrame } from "./wire.ts";

export type Reaction = Events["message.counted"]["reaction"];

export interface Message {
  id: string;
  seq: number;
  at: string;
  person: string;
  text: string;
  lang: string;
  /** The message that this one answers. */
  reply: string | null;
  state: "shown" | "deleted" | "hidden";
  edited_at: string | null;
  /** How many reacted in which way, where anyone did. */
  reactions: Partial<Record<Reaction, number>>;
}

export interface Notice {
  id: string;
  at: string;
  person: string;
  text: string;
  lang: string;
  /** The message that it was made from. */
  message: string | null;
}

/** What a hidden message said, for the moderators. */
export interface HiddenMessage {
  id: string;
  seq: number;
  at: string;
  person: string;
  text: string;
  lang: string;
  by: string;
  hidden_at: string;
  reason: string;
}

export interface MyReaction {
  message: string;
  reaction: Reaction;
}

declare module "./store.ts" {
  interface RoomSlice {
    messages: Message[];
    notice: Notice | null;
  }
  interface StaffSlice {
    hidden: HiddenMessage[];
  }
  interface MeSlice {
    reactions: MyReaction[];
  }
}

/** The most letters that a message has. */
export const LONGEST = 4000;

/** The slice holds the latest; the log of the session holds all. */
export const LATEST = 12;

type Told<N extends keyof Events> = { seq: number; at: string; data: Events[N] };
type Change = (message: Message, at: string, data: never) => Message;

/** Return the language of a text that came without one, as docs/protocol.md says. */
export function impliedLanguage(text: string): string {
  const count = (letters: RegExp) => text.match(letters)?.length ?? 0;
  return text && (count(/[\u0400-\u04ff]/g) > count(/[A-Za-z]/g) ? "ru" : "en");
}

/** What an event says, and in which language. */
function said({ text, lang }: { text: string; lang?: string }): { text: string; lang: string } {
  return { text, lang: lang || impliedLanguage(text) };
}

function posted({ seq, at, data }: Told<"message.posted">): Message {
  const { message: id, person, reply } = data;
  const fresh = { state: "shown" as const, edited_at: null, reactions: {} };
  return { id, seq, at, person, ...said(data), reply: reply ?? null, ...fresh };
}

function edited(message: Message, at: string, data: Events["message.edited"]): Message {
  return { ...message, ...said(data), edited_at: at };
}

function deleted(message: Message): Message {
  return { ...message, state: "deleted", text: "", lang: "", edited_at: null, reactions: {} };
}

function hidden(message: Message): Message {
  return { ...message, state: "hidden", text: "", lang: "" };
}

function restored(message: Message, _at: string, data: Events["message.restored"]): Message {
  return { ...message, state: "shown", ...said(data) };
}

function counted(message: Message, _at: string, data: Events["message.counted"]): Message {
  const { [data.reaction]: _before, ...others } = message.reactions;
  const reactions = data.count > 0 ? { ...others, [data.reaction]: data.count } : others;
  return { ...message, reactions };
}

const CHANGES: Record<string, Change> = {
  "message.edited": edited,
  "message.deleted": deleted,
  "message.hidden": hidden,
  "message.restored": restored,
  "message.counted": counted,
};

/** Apply an event of the room to messages, of which it may know any stretch; others leave them. */
export function heardBy(messages: Message[], { name, seq, at, data }: Omit<EventFrame, "stream">): Message[] {
  if (name === "message.posted") {
    return [...messages, posted({ seq, at, data: data as Events["message.posted"] })];
  }
  const change = CHANGES[name];
  const id = change && (data as { message: string }).message;
  return messages.some((message) => message.id === id)
    ? messages.map((each) => (change && each.id === id ? change(each, at, data as never) : each))
    : messages;
}

function inLatest(room: RoomSlice, event: Omit<EventFrame, "stream">): RoomSlice {
  const messages = heardBy(room.messages, event);
  return messages === room.messages ? room : { ...room, messages: messages.slice(-LATEST) };
}

begins("room", "messages", []);
reduces("room", "message.posted", inLatest);
reduces("room", "message.edited", inLatest);
reduces("room", "message.deleted", inLatest);
reduces("room", "message.hidden", inLatest);
reduces("room", "message.restored", inLatest);
reduces("room", "message.counted", inLatest);

begins("room", "notice", null);
reduces("room", "notice.pinned", (room, { at, data }) => {
  const { notice: id, person, text, lang, message } = data;
  return { ...room, notice: { id, at, person, text, lang, message: message ?? null } };
});
reduces("room", "notice.unpinned", (room, { data }) =>
  room.notice?.id === data.notice ? { ...room, notice: null } : room,
);

begins("staff", "hidden", []);
reduces("staff", "message.concealed", (staff, { at, data }) => {
  const { message: id, seq, posted_at, person, text, lang, by, reason } = data;
  const entry = { id, seq, at: posted_at, person, text, lang, by, hidden_at: at, reason };
  const others = staff.hidden.filter((other) => other.id !== id);
  return { ...staff, hidden: [...others, entry].sort((a, b) => a.seq - b.seq) };
});
reduces("staff", "message.cleared", (staff, { data }) => ({
  ...staff,
  hidden: staff.hidden.filter((entry) => entry.id !== data.message),
}));

function isSame(one: MyReaction, other: MyReaction): boolean {
  return one.message === other.message && one.reaction === other.reaction;
}

/** By message, then by reaction, as the server's snapshot sorts. */
function follows(one: MyReaction, other: MyReaction): number {
  const [a, b] = [`${one.message} ${one.reaction}`, `${other.message} ${other.reaction}`];
  return a < b ? -1 : Number(a > b);
}

begins("me", "reactions", []);
reduces("me", "message.reacted", (me, { data }) => {
  const mine = { message: data.message, reaction: data.reaction };
  const others = me.reactions.filter((other) => !isSame(other, mine));
  return { ...me, reactions: [...others, mine].sort(follows) };
});
reduces("me", "message.unreacted", (me, { data }) => ({
  ...me,
  reactions: me.reactions.filter((other) => !isSame(other, data)),
}));
