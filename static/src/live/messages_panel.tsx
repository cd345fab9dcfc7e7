/** The chat: what was said to everyone, what of mine is on its way, and the box to write in. */

import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { rest } from "./afterwards.tsx";
import { isInSight } from "./attention.ts";
import { isPaused } from "./held.ts";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { focusOn, keepDoing, menuOf, sheet, target, task } from "./messages_doing.ts";
import { fetchMessages } from "./messages_door.ts";
import { Search } from "./messages_found.ts";
import { MessageList } from "./messages_list.tsx";
import { MessageLog } from "./messages_log.ts";
import { LogContext } from "./messages_log_context.ts";
import { PinnedNotice } from "./messages_notice.tsx";
import { isOnItsWay } from "./messages_pending.tsx";
import { unreadMessages, useReading } from "./messages_read.ts";
import { useCut, useEndOfLog, useStillWhenOlderCome, useTarget } from "./messages_scroll.ts";
import { Tools } from "./messages_tools.tsx";
import { useTouched } from "./messages_touched.ts";
import { MessageComposer } from "./messages_writing.tsx";
import { serverClock } from "./server_clock.ts";
import { offersTab } from "./tabs.tsx";
import { fill, gettext, ngettext } from "./texts.ts";

const Sheet = rest.part("Sheet");

function FreshButton({ count, isAway, onRelease }: { count: number; isAway: boolean; onRelease: () => void }) {
  if (count === 0 && !isAway) {
    return null;
  }
  return (
    <div class="fresh">
      <button
        type="button"
        class={`btn btn-sm ${count ? "btn-primary" : "fresh-end"}`}
        aria-label={count ? undefined : gettext("To the latest")}
        onClick={onRelease}
      >
        <Icon name="arrow-down" />
        {count > 0 && fill(ngettext("%(count)s new", "%(count)s new", count), { count })}
      </button>
    </div>
  );
}

/** The log and the search live as long as the page, and hear every event of the room. */
function useChat() {
  const here = useHere();
  const [chat] = useState(() => ({
    log: new MessageLog(here.store, (asked) => fetchMessages(here.config, asked)),
    search: new Search(here.store, (asked) => fetchMessages(here.config, asked)),
  }));
  useEffect(() => keepDoing(here), []);
  return chat;
}

function ChatPanel({ isShown }: { isShown: boolean }) {
  const { store, line, config } = useHere();
  const { log, search } = useChat();
  const messages = log.messages.value;
  const entries = line.outbox.entries.value;
  const bubbles = entries.filter((entry) => isOnItsWay(entry, store.room.value.messages, config.person_id));
  const isBusy = menuOf.value !== null || task.value !== null || target.value !== null;
  const latest = `${messages.at(-1)?.id} ${bubbles.length}`;
  const [isTouched, setTouched] = useState(false);
  const isStill = isBusy || isTouched;
  const { log: scroller, isReading, toEnd, look, read } = useEndOfLog(latest, isShown, isStill);
  const touched = useTouched(scroller);
  useLayoutEffect(() => setTouched(touched), [touched]);
  const isHeld = isReading || isStill || isPaused.value;
  const { shown, fresh, letGo } = useCut(messages, isHeld, isPaused.value, config.person_id);
  const isRead = isShown && isInSight.value && !isReading && fresh === 0 && !isPaused.value && !sheet.value;
  const markedAt = useReading(messages, isRead);
  useStillWhenOlderCome(scroller, shown[0]);
  useTarget(scroller, shown, look);
  useEffect(() => serverClock.isAtLeast(messages.at(-1)?.at ?? ""), [messages]);
  const release = () => {
    isPaused.value = false;
    sheet.value = null;
    letGo();
    toEnd();
  };
  const closeSheet = () => {
    const was = sheet.value;
    sheet.value = null;
    focusOn(`tool-${was}`);
  };
  return (
    <LogContext.Provider value={log}>
      <Tools />
      <PinnedNotice />
      <div class="chat-body">
        <MessageList scroller={scroller} onScroll={look} onEarlier={read} shown={shown} markedAt={markedAt} bubbles={bubbles} isUnder={sheet.value !== null} />
        {sheet.value && <Sheet kind={sheet.value} search={search} onClose={closeSheet} />}
      </div>
      {!sheet.value && <FreshButton count={fresh} isAway={isReading && !task.value} onRelease={release} />}
      <MessageComposer onSay={release} />
    </LogContext.Provider>
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
    unread,
    panel: (isShown) => <ChatPanel isShown={isShown} />,
  };
});
