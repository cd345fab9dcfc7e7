/** Where the reader stands in the log, and how it keeps still while they read. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Message } from "./messages.ts";
import { marked, target } from "./messages_doing.ts";

/** So near to the end of the log, one counts as reading the latest. */
const NEAR_THE_END = 48;
const MARK_STAYS = 8_000;

/** Stay at the end of the log while one is there, and know when one has scrolled up to read. */
export function useEndOfLog(latest: unknown, isShown: boolean, isStill: boolean) {
  const log = useRef<HTMLDivElement>(null);
  const [isReading, setReading] = useState(false);
  const [asked, ask] = useState(0);
  const stays = useRef(true);
  stays.current = !isReading && !isStill;
  const toEnd = () => {
    setReading(false);
    ask(asked + 1);
  };
  const look = () => {
    const at = log.current;
    if (at?.clientHeight) {
      setReading(at.scrollHeight - at.scrollTop - at.clientHeight > NEAR_THE_END);
    }
  };
  const goToEnd = () => log.current?.scrollTo({ top: log.current.scrollHeight });
  const keepAtEnd = () => {
    if (stays.current) {
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
  return { log, isReading, toEnd, look };
}

/** Return the messages up to the one that was the last when the reader began to hold the log. */
export function useCut(messages: Message[], isHeld: boolean) {
  const last = useRef(Number.POSITIVE_INFINITY);
  if (!isHeld) {
    last.current = messages.at(-1)?.seq ?? 0;
  }
  const letGo = () => {
    last.current = Number.POSITIVE_INFINITY;
  };
  const shown = messages.filter((message) => message.seq <= last.current);
  return { shown, fresh: messages.length - shown.length, letGo };
}

type Place = { current: HTMLElement | null };

function itemOf(log: HTMLElement | null, id: string | undefined): HTMLElement | null {
  return log?.querySelector<HTMLElement>(`[data-message="${id}"]`) ?? null;
}

/** When older messages come in above, what one reads stays where it is. */
export function useStillWhenOlderCome(log: Place, first: Message | undefined): void {
  const known = useRef<string | undefined>(undefined);
  const before = useRef<{ id: string; top: number } | null>(null);
  if (known.current && first?.id !== known.current) {
    // Still the page of before: it is drawn after this.
    const item = itemOf(log.current, known.current);
    before.current = item && { id: known.current, top: item.getBoundingClientRect().top };
  }
  known.current = first?.id;
  useLayoutEffect(() => {
    const was = before.current;
    const item = was && itemOf(log.current, was.id);
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
