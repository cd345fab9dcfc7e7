/** The agenda in the room: what is planned, what is under discussion, and when each item ran. */

import { begins, type RoomSlice, reduces } from "./store.ts";
import { language } from "./texts.ts";

export interface ItemRun {
  started_at: string;
  ended_at: string | null;
}

export interface AgendaItem {
  id: string;
  title_en: string;
  title_ru: string;
  speaker: string;
  /** As planned, and what was added meanwhile. */
  minutes: number;
  added: number;
  runs: ItemRun[];
}

export interface AgendaPart {
  items: AgendaItem[];
  current: string | null;
}

declare module "./store.ts" {
  interface RoomSlice {
    agenda: AgendaPart;
  }
}

function turned(room: RoomSlice, change: Partial<AgendaPart>): RoomSlice {
  return { ...room, agenda: { ...room.agenda, ...change } };
}

function withItem(
  items: AgendaItem[],
  id: string,
  change: (item: AgendaItem) => Partial<AgendaItem>,
): AgendaItem[] {
  return items.map((item) => (item.id === id ? { ...item, ...change(item) } : item));
}

function ended(runs: ItemRun[], at: string): ItemRun[] {
  return runs.map((run) => (run.ended_at === null ? { ...run, ended_at: at } : run));
}

begins("room", "agenda", { items: [], current: null });
reduces("room", "agenda.set", (room, { data }) => {
  const known = new Map(room.agenda.items.map((item) => [item.id, item]));
  const items = data.items.map((planned) => {
    const { added = 0, runs = [] } = known.get(planned.id) ?? {};
    return { ...planned, added, runs };
  });
  return turned(room, { items });
});
reduces("room", "item.started", (room, { at, data }) => {
  const items = withItem(room.agenda.items, data.item, ({ runs }) => ({
    runs: [...runs, { started_at: at, ended_at: null }],
  }));
  return turned(room, { items, current: data.item });
});
reduces("room", "item.ended", (room, { at, data }) => {
  const items = withItem(room.agenda.items, data.item, ({ runs }) => ({ runs: ended(runs, at) }));
  return turned(room, { items, current: null });
});
reduces("room", "item.extended", (room, { data }) =>
  turned(room, {
    items: withItem(room.agenda.items, data.item, () => ({ added: data.added })),
  }),
);

/** An item's title in the reader's language, else in the one that there is. */
export function titleOf(item: Pick<AgendaItem, "title_en" | "title_ru">, wanted = language()) {
  const titles = { en: item.title_en, ru: item.title_ru };
  const own = wanted.startsWith("ru") ? "ru" : "en";
  const other = own === "ru" ? "en" : "ru";
  return titles[own] ? { text: titles[own], lang: own } : { text: titles[other], lang: other };
}

/** Return the number of an item as people count, from 1. */
export function numberOf({ items }: AgendaPart, id: string): number {
  return items.findIndex((item) => item.id === id) + 1;
}

export function currentOf({ items, current }: AgendaPart): AgendaItem | undefined {
  return items.find((item) => item.id === current);
}

/** Return the item that ran last, where none is current. */
export function lastRunOf({ items }: AgendaPart): AgendaItem | undefined {
  const startOf = (item: AgendaItem) => item.runs.at(-1)?.started_at ?? "";
  return items
    .filter((item) => item.runs.length > 0)
    .reduce<AgendaItem | undefined>(
      (last, item) => (last && startOf(last) > startOf(item) ? last : item),
      undefined,
    );
}

/** Return what `agenda.next` starts: the item below the current one, else below the last that ran. */
export function nextOf(agenda: AgendaPart): AgendaItem | undefined {
  const from = currentOf(agenda) ?? lastRunOf(agenda);
  return agenda.items[from ? numberOf(agenda, from.id) : 0];
}

/** Return what `agenda.back` starts: the item above the current one, else the last that ran. */
export function previousOf(agenda: AgendaPart): AgendaItem | undefined {
  const current = currentOf(agenda);
  return current ? agenda.items[numberOf(agenda, current.id) - 2] : lastRunOf(agenda);
}

export function plannedMinutes({ items }: Pick<AgendaPart, "items">): number {
  return items.reduce((sum, item) => sum + item.minutes + item.added, 0);
}

/** Return how long an item has been under discussion, in all its runs together. */
export function spentOn({ runs }: AgendaItem, now: number): number {
  return runs.reduce((sum, { started_at, ended_at }) => {
    const end = ended_at === null ? now : Date.parse(ended_at);
    return sum + Math.max(0, end - Date.parse(started_at));
  }, 0);
}

/** Return the time that an item has left; under zero once it is over its time. */
export function leftOf(item: AgendaItem, now: number): number {
  return (item.minutes + item.added) * 60_000 - spentOn(item, now);
}
