/** Where the reader stands in the log, and how it keeps still while they read. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Message } from "./messages.ts";
import { marked, target } from "./messages_doing.ts";

/** So near to the end of the log, one counts as reading the latest. */
const NEAR_THE_END = 48;
/** Less than this is rounding, not a step. */
const STEP = 2;
const MARK_STAYS = 8_000;

/** Stay at the end of the log while one is there, and know when one has scrolled up to read. */
export function useEndOfLog(latest: unknown, isShown: boolean, isStill: boolean) {
  const log = useRef<HTMLDivElement>(null);
  const [isReading, setReading] = useState(false);
  const [asked, ask] = useState(0);
  const stays = useRef(true);
  /** Where the log stood when the page last looked: higher up now, the reader has moved it. */
  const stood = useRef(0);
  stays.current = !isReading && !isStill;
  const toEnd = () => {
    setReading(false);
    ask(asked + 1);
  };
  const look = () => {
    const at = log.current;
    if (at?.clientHeight) {
      const isLeaving = at.scrollTop < stood.current - STEP;
      stood.current = at.scrollTop;
      const away = at.scrollHeight - at.scrollTop - at.clientHeight;
      // The smallest step upwards leaves the end; downwards, to be near it is enough.
      setReading((was) => away > (was || isLeaving ? STEP : NEAR_THE_END));
    }
  };
  const goToEnd = () => {
    const at = log.current;
    if (at) {
      at.scrollTo({ top: at.scrollHeight, behavior: "instant" });
      stood.current = at.scrollTop;
    }
  };
  const keepAtEnd = () => {
    const at = log.current;
    // A step upwards that the page was not told of yet is a step all the same.
    const hasLeft = at && at.scrollTop < Math.min(stood.current, at.scrollHeight - at.clientHeight) - STEP;
    if (stays.current && !hasLeft) {
      goToEnd();
    }
  };
  useLayoutEffect(keepAtEnd, [latest, isShown, isReading, isStill]);
  useLayoutEffect(() => {
    if (asked > 0) {
      goToEnd();
    }
  }, [asked]);
  useEffect(() => {
    // A keyboard that opens, a composer that grows or a reaction under the last message must not
    // push the latest out of sight.
    const observer = new ResizeObserver(keepAtEnd);
    observer.observe(log.current as Element);
    observer.observe(log.current?.querySelector(".messages") as Element);
    return () => observer.disconnect();
  }, []);
  /** Who asks for what was said earlier reads on from there, even where the log was too short to scroll. */
  const read = () => setReading(true);
  return { log, isReading, toEnd, look, read };
}

/** Of a message as it was and as it is, what is shown while updates are paused: all but new reactions. */
function withoutReactions(before: Message | undefined, now: Message): Message {
  const isSame = !before || before.reactions === now.reactions || now.state !== "shown";
  return isSame ? now : { ...now, reactions: before.reactions };
}

/**
 * Return the messages up to the one that was the last when the reader began to hold the log.
 *
 * One's own are never held back: who writes looks at what is written.
 */
export function useCut(messages: Message[], isHeld: boolean, areReactionsHeld: boolean, self: string) {
  const last = useRef(Number.POSITIVE_INFINITY);
  const still = useRef<Map<string, Message> | null>(null);
  const mine = messages.findLast(({ person }) => person === self)?.seq ?? 0;
  const latest = messages.at(-1)?.seq ?? 0;
  last.current = isHeld ? Math.max(Math.min(last.current, latest), mine) : latest;
  const cut = last.current;
  const length = messages.length;
  const shown = cut >= latest ? messages : messages.filter((message) => message.seq <= cut);
  if (!areReactionsHeld) {
    still.current = null;
  }
  still.current ??= areReactionsHeld ? new Map(messages.map((each) => [each.id, each])) : null;
  const was = still.current;
  const letGo = () => {
    last.current = Number.POSITIVE_INFINITY;
    still.current = null;
  };
  return {
    shown: was ? shown.map((each) => withoutReactions(was.get(each.id), each)) : shown,
    fresh: length - shown.length,
    letGo,
  };
}

type Place = { current: HTMLElement | null };

function itemOf(log: HTMLElement | null, id: string | undefined): HTMLElement | null {
  return log?.querySelector<HTMLElement>(`[data-message="${id}"]`) ?? null;
}

/** What of a message is read: one that goes on in the same breath as the one above it loses its head. */
function textOf(log: HTMLElement | null, id: string): HTMLElement | null {
  const item = itemOf(log, id);
  return item?.querySelector<HTMLElement>(".said") ?? item;
}

/** When older messages come in above, what one reads stays where it is. */
export function useStillWhenOlderCome(log: Place, first: Message | undefined): void {
  const known = useRef<string | undefined>(undefined);
  const before = useRef<{ id: string; top: number } | null>(null);
  if (known.current && first?.id !== known.current) {
    // Still the page of before: it is drawn after this.
    const item = textOf(log.current, known.current);
    before.current = item && { id: known.current, top: item.getBoundingClientRect().top };
  }
  known.current = first?.id;
  useLayoutEffect(() => {
    const was = before.current;
    const item = was && textOf(log.current, was.id);
    before.current = null;
    if (item && was) {
      log.current?.scrollBy({ top: item.getBoundingClientRect().top - was.top });
    }
  }, [first?.id]);
}

function mark(id: string | null): void {
  marked.value = id;
  setTimeout(() => {
    if (marked.peek() === id) {
      marked.value = null;
    }
  }, MARK_STAYS);
}

/** Go to the message that is asked for, as soon as it is drawn, and mark it. */
export function useTarget(log: Place, drawn: unknown, look: () => void): void {
  const wanted = target.value;
  useLayoutEffect(() => {
    const item = wanted ? itemOf(log.current, wanted) : null;
    target.value = null;
    if (item) {
      mark(wanted);
      item.scrollIntoView({ block: "center" });
      item.focus({ preventScroll: true });
      // At once, or the log would follow its end again before the scrolling is told.
      look();
    }
  }, [wanted, drawn]);
}
