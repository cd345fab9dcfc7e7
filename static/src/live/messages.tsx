/** The chat: what was said to everyone, what of mine is on its way, and the box to write in. */

import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { announces } from "./announcer.tsx";
import { Composer } from "./composer.tsx";
import { isPaused, useHeld } from "./held.ts";
import { type Here, useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import type { Entry } from "./outbox.ts";
import { nameOf, PersonName } from "./people.tsx";
import { isInSession } from "./session.tsx";
import { begins, reduces } from "./store.ts";
import { offersTab } from "./tabs.tsx";
import { fill, gettext, ngettext } from "./texts.ts";
import { hour } from "./times.ts";

export interface Message {
  id: string;
  seq: number;
  at: string;
  person: string;
  text: string;
  lang: string;
}

declare module "./store.ts" {
  interface RoomSlice {
    messages: Message[];
  }
}

/** The slice holds the latest; the log of the session holds all. */
const LATEST = 200;
const LONGEST = 4000;
/** Within this, the next message of the same person needs no new heading. */
const SAME_BREATH = 5 * 60_000;
/** So near to the end of the log, one counts as reading the latest. */
const NEAR_THE_END = 48;

begins("room", "messages", []);
reduces("room", "message.posted", (room, { seq, at, data }) => {
  const { message, person, text, lang } = data;
  const messages = [...room.messages, { id: message, seq, at, person, text, lang }];
  return { ...room, messages: messages.slice(-LATEST) };
});

announces("room", "message.posted", {
  one: ({ data }, room) =>
    fill(gettext("%(name)s says: %(text)s"), {
      name: nameOf(room.people[data.person]),
      text: data.text,
    }),
  many: (count) =>
    fill(ngettext("%(count)s new message.", "%(count)s new messages.", count), { count }),
});

/** Up to which number the chat has been read; unknown until the room is there. */
const readUpTo = signal<number | null>(null);

function markRead(messages: Message[] | null): void {
  readUpTo.value = messages && (messages.at(-1)?.seq ?? 0);
}

/** Return how many messages of others came since the chat was last read to its end. */
function unreadMessages({ store, config }: Here): number {
  const read = readUpTo.value;
  if (read === null) {
    return 0;
  }
  return store.room.value.messages.filter(
    (message) => message.seq > read && message.person !== config.person_id,
  ).length;
}

function continues(message: Message, before: Message | undefined): boolean {
  return (
    before?.person === message.person &&
    Date.parse(message.at) - Date.parse(before.at) < SAME_BREATH
  );
}

function MessageItem({ message, before }: { message: Message; before: Message | undefined }) {
  const { config } = useHere();
  const isOwn = message.person === config.person_id;
  const isBreath = continues(message, before);
  return (
    <li class={`message${isOwn ? " message-own" : ""}${isBreath ? " message-more" : ""}`}>
      <p class={isBreath ? "sr-only" : "message-head"}>
        <PersonName id={message.person} />
        <time dateTime={message.at} title={config.city}>
          {hour(message.at, config.zone)}
        </time>
      </p>
      <p class="said" lang={message.lang} dir="auto">
        {message.text}
      </p>
    </li>
  );
}

/** Say whether the log does not show it yet: known by its id, before the answer by its text. */
function isOnItsWay(entry: Entry, messages: Message[], self: string): boolean {
  const text = String(entry.data.text);
  const isIt = (message: Message) =>
    message.id === entry.made ||
    (message.seq > entry.mark && message.person === self && message.text === text);
  return entry.name === "message.post" && !messages.some(isIt);
}

function Bubble({ entry }: { entry: Entry }) {
  const { line } = useHere();
  const isFailed = entry.state === "failed";
  const isWaiting = !isFailed && !["up", "polling"].includes(line.state.value.kind);
  const state = isWaiting ? gettext("waiting for the line") : gettext("sending…");
  const fate = entry.state === "done" ? gettext("sent") : state;
  return (
    <li class={`message message-own message-pending${isFailed ? " message-failed" : ""}`}>
      <p class="said" dir="auto">
        {String(entry.data.text)}
      </p>
      <p class="message-fate">
        {isFailed ? (
          <>
            <span>{fill(gettext("Not sent. %(reason)s"), { reason: entry.refusal?.text ?? "" })}</span>{" "}
            <button type="button" class="link" onClick={() => line.retry(entry.id)}>
              {gettext("Try again")}
            </button>{" "}
            <button type="button" class="link" onClick={() => line.outbox.discard(entry.id)}>
              {gettext("Discard")}
            </button>
          </>
        ) : (
          fate
        )}
      </p>
    </li>
  );
}

/** Stay at the end of the log while one is there, and know when one has scrolled up to read. */
function useEndOfLog(latest: unknown, isShown: boolean) {
  const log = useRef<HTMLDivElement>(null);
  const [isReading, setReading] = useState(false);
  const stays = useRef(true);
  stays.current = !isReading;
  const toEnd = () => setReading(false);
  const look = () => {
    const at = log.current;
    if (at?.clientHeight) {
      setReading(at.scrollHeight - at.scrollTop - at.clientHeight > NEAR_THE_END);
    }
  };
  const keepAtEnd = () => {
    if (stays.current) {
      log.current?.scrollTo({ top: log.current.scrollHeight });
    }
  };
  useLayoutEffect(keepAtEnd, [latest, isShown, isReading]);
  useEffect(() => {
    // A keyboard that opens, or a composer that grows, must not push the latest out of sight.
    const observer = new ResizeObserver(keepAtEnd);
    observer.observe(log.current as Element);
    return () => observer.disconnect();
  }, []);
  return { log, isReading, toEnd, look };
}

function MessageComposer({ onSay }: { onSay: () => void }) {
  const { store, line, may, config } = useHere();
  const count = store.asides.value.present?.count;
  if (!may("message.post")) {
    return <p class="quiet panel-pad">{gettext("You may read this chat, but not write in it.")}</p>;
  }
  if (!isInSession(store.room.value.session.state)) {
    return (
      <p class="quiet panel-pad">{gettext("One can write here while the session is open.")}</p>
    );
  }
  const everyone = count
    ? fill(
        ngettext(
          "Visible to everyone in this room (%(count)s person now) and in its record.",
          "Visible to everyone in this room (%(count)s people now) and in its record.",
          count,
        ),
        { count },
      )
    : gettext("Visible to everyone in this room and in its record.");
  const self = store.room.value.people[config.person_id];
  return (
    <Composer
      place="message"
      label={gettext("Write a message…")}
      button={gettext("Send message")}
      most={LONGEST}
      note={
        <>
          {everyone}{" "}
          {self && fill(gettext("You are shown as %(name)s."), { name: nameOf(self) })}
        </>
      }
      say={(text) => {
        onSay();
        return line.say("message.post", { text }, true);
      }}
    />
  );
}

function FreshButton({ count, onRelease }: { count: number; onRelease: () => void }) {
  if (count === 0) {
    return null;
  }
  return (
    <div class="fresh">
      <button type="button" class="btn btn-sm btn-primary" onClick={onRelease}>
        <Icon name="arrow-down" />
        {fill(ngettext("%(count)s new", "%(count)s new", count), { count })}
      </button>
    </div>
  );
}

function ChatPanel({ isShown }: { isShown: boolean }) {
  const { store, line, config } = useHere();
  const messages = store.room.value.messages;
  const entries = line.outbox.entries.value;
  const bubbles = entries.filter((entry) => isOnItsWay(entry, messages, config.person_id));
  const { log, isReading, toEnd, look } = useEndOfLog(`${messages.at(-1)?.id} ${bubbles.length}`, isShown);
  const held = useHeld(messages, isReading || isPaused.value);
  const isRead = isShown && !isReading && !isPaused.value && store.isReady.value;
  useEffect(() => {
    if (isRead || readUpTo.value === null) {
      markRead(store.isReady.value ? messages : null);
    }
  }, [messages, isRead]);
  const release = () => {
    isPaused.value = false;
    toEnd();
  };
  return (
    <>
      <div
        class="panel-scroll"
        ref={log}
        onScroll={look}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={gettext("Messages")}
      >
        {store.isReady.value && messages.length + bubbles.length === 0 && (
          <p class="quiet panel-pad">{gettext("Nobody has written yet.")}</p>
        )}
        <ol class="messages">
          {held.shown.map((message, index) => (
            <MessageItem key={message.id} message={message} before={held.shown[index - 1]} />
          ))}
          {bubbles.map((entry) => (
            <Bubble key={entry.id} entry={entry} />
          ))}
        </ol>
      </div>
      <FreshButton count={held.fresh} onRelease={release} />
      <MessageComposer onSay={release} />
    </>
  );
}

offersTab(10, (here) => {
  const unread = unreadMessages(here);
  const words = ngettext("%(count)s unread message", "%(count)s unread messages", unread);
  return {
    id: "chat",
    label: gettext("Chat"),
    icon: "message-square",
    count: unread,
    counted: fill(words, { count: unread }),
    isUrgent: true,
    panel: (isShown) => <ChatPanel isShown={isShown} />,
  };
});
