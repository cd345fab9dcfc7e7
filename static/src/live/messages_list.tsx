/** The log itself: one stop of the Tab key, arrow keys from message to message. */

import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { useHere } from "./here.ts";
import type { Message } from "./messages.ts";
import { MessageItem } from "./messages_item.tsx";
import { useLog } from "./messages_log_context.ts";
import { Bubble } from "./messages_pending.tsx";
import { byMessage } from "./messages_words.ts";
import type { Entry } from "./outbox.ts";
import { gettext } from "./texts.ts";

/** Within this, the next message of the same person needs no new heading. */
const SAME_BREATH = 5 * 60_000;

function continues(message: Message, before: Message | undefined): boolean {
  return (
    before?.person === message.person &&
    Date.parse(message.at) - Date.parse(before.at) < SAME_BREATH
  );
}

function EarlierMessages({ onAsk }: { onAsk: () => void }) {
  const log = useLog();
  const state = log.state.value;
  if (!log.hasEarlier.value) {
    return <p class="quiet earlier">{gettext("This is where the conversation begins.")}</p>;
  }
  const words = state === "loading" ? gettext("Loading…") : gettext("Earlier messages");
  return (
    <p class="earlier">
      {state === "failed" && (
        <span class="errors" role="alert">
          {gettext("Earlier messages did not get through.")}{" "}
        </span>
      )}
      <button type="button" class="btn btn-sm" aria-disabled={state === "loading"} onClick={onAsk}>
        {state === "failed" ? gettext("Try again") : words}
      </button>
    </p>
  );
}

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, last) => last,
};

/** From a control of one message to the next one's menu button. */
function step(event: KeyboardEvent, log: HTMLElement): void {
  const item = (event.target as Element).closest("[data-message]");
  const next = STEPS[event.key];
  if (!item || !next || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  const items = [...log.querySelectorAll("[data-message]")];
  const to = items[next(items.indexOf(item), items.length - 1)];
  event.preventDefault();
  to?.querySelector<HTMLElement>(".message-menu")?.focus();
  to?.scrollIntoView({ block: "nearest" });
}

function idAt(event: Event): string | undefined {
  return (event.target as Element).closest<HTMLElement>("[data-message]")?.dataset.message;
}

/** Return my reactions to each message, as one word. */
function useMine(): Map<string, string> {
  const mine = new Map<string, string>();
  for (const { message, reaction } of useHere().store.me.value.reactions) {
    mine.set(message, `${mine.get(message) ?? ""} ${reaction}`.trim());
  }
  return mine;
}

interface Listed {
  scroller: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  onEarlier: () => void;
  shown: Message[];
  /** The message before which the mark stands: what follows came since one stopped reading. */
  markedAt: string | undefined;
  bubbles: Entry[];
  isUnder: boolean;
}

export function MessageList({ scroller, onScroll, onEarlier, shown, markedAt, bubbles, isUnder }: Listed) {
  const { store, line } = useHere();
  const log = useLog();
  const mine = useMine();
  const waiting = byMessage(line.outbox.entries.value);
  const [at, setAt] = useState<string | undefined>(undefined);
  const current = shown.find((message) => message.id === at) ?? shown.at(-1);
  const isEmpty = store.isReady.value && shown.length + bubbles.length === 0;
  return (
    <div
      class="panel-scroll chat-log"
      ref={scroller}
      onScroll={onScroll}
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={gettext("Messages")}
      aria-describedby="log-keys"
      inert={isUnder}
      onKeyDown={(event) => step(event, event.currentTarget)}
      onFocusIn={(event) => setAt(idAt(event) ?? at)}
    >
      <p class="sr-only" id="log-keys">
        {gettext("From the menu of a message, the arrow keys lead to the next and the one before.")}
      </p>
      {isEmpty && <p class="quiet panel-pad">{gettext("Nobody has written yet.")}</p>}
      {shown.length > 0 && (
        <EarlierMessages
          onAsk={() => {
            scroller.current?.focus({ preventScroll: true });
            onEarlier();
            void log.earlier().then(onScroll);
          }}
        />
      )}
      <ol class="messages">
        {shown.map((message, index) => (
          <MessageItem
            key={message.id}
            message={message}
            isBreath={!message.reply && message.id !== markedAt && continues(message, shown[index - 1])}
            isMarkedHere={message.id === markedAt}
            isCurrent={message === current}
            mine={mine.get(message.id) ?? ""}
            entries={waiting.get(message.id)}
          />
        ))}
        {bubbles.map((entry) => (
          <Bubble key={entry.id} entry={entry} />
        ))}
      </ol>
    </div>
  );
}
