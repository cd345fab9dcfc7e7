/** What moderators do to the agenda, from buttons and from keys: each act says what they saw as current. */

import { useEffect } from "preact/hooks";
import { type AgendaItem, currentOf, nextOf, previousOf } from "./agenda.ts";
import { type Here, useHere } from "./here.ts";
import { useAct } from "./question_parts.tsx";
import { offersShortcut, type Shortcut } from "./shortcuts.ts";
import { gettext } from "./texts.ts";

/** Minutes that one press adds. */
export const MORE = 5;

/** What can be done now; nothing is offered before the session is live or to who may not. */
export interface Offer {
  next: AgendaItem | undefined;
  back: AgendaItem | undefined;
  current: AgendaItem | undefined;
}

/** Return what the reader may do to the agenda now. */
export function offerOf({ store, may }: Pick<Here, "store" | "may">): Offer | null {
  const { session, agenda } = store.room.value;
  if (session.state !== "live" || !may("agenda.next")) {
    return null;
  }
  return { next: nextOf(agenda), back: previousOf(agenda), current: currentOf(agenda) };
}

export interface AgendaActs {
  next: () => void;
  back: () => void;
  stop: () => void;
  extend: () => void;
  start: (item: string) => void;
  isBusy: boolean;
  refusal: string;
}

export function useAgendaActs(): AgendaActs {
  const { store } = useHere();
  const { act, isBusy, refusal } = useAct();
  const after = () => store.room.peek().agenda.current;
  return {
    next: () => void act("agenda.next", { after: after() }),
    back: () => void act("agenda.back", { after: after() }),
    stop: () => void act("agenda.stop", { after: after() }),
    start: (item) => void act("agenda.start", { item, after: after() }),
    extend: () => {
      const item = after();
      if (item) {
        void act("agenda.extend", { item, minutes: MORE });
      }
    },
    isBusy,
    refusal,
  };
}

/** Return the keys of the agenda; each does something only while its button would. */
export function agendaKeys(here: Pick<Here, "store" | "may">, acts: AgendaActs): Shortcut[] {
  const key = (key: string, part: keyof Offer, act: () => void, label: () => string): Shortcut => ({
    key,
    label,
    act,
    isOffered: () => !acts.isBusy && !!offerOf(here)?.[part],
  });
  return [
    key("n", "next", acts.next, () => gettext("Next agenda item")),
    key("b", "back", acts.back, () => gettext("Back to the agenda item before")),
    key("+", "current", acts.extend, () => gettext("5 more minutes for the agenda item")),
    key("s", "current", acts.stop, () => gettext("Stop the agenda item")),
  ];
}

/** Offer the keys of the agenda for as long as its bar is on the page. */
export function useAgendaKeys(acts: AgendaActs): void {
  const here = useHere();
  useEffect(() => {
    const takeBack = agendaKeys(here, acts).map(offersShortcut);
    return () => takeBack.forEach((undo) => undo());
  }, [acts.isBusy]);
}
