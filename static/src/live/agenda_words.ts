/** What is said of the agenda: on the bar's clock, in the list, and to a screen reader. */

import { type AgendaPart, currentOf, numberOf, titleOf } from "./agenda.ts";
import { announces } from "./announcer.tsx";
import { fill, gettext, ngettext } from "./texts.ts";

const MINUTE = 60_000;

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** Write a time as a clock counts it: 14:10, 1:02:10. */
export function counted(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const rest = twoDigits(seconds % 60);
  const hours = Math.floor(minutes / 60);
  return hours ? `${hours}:${twoDigits(minutes % 60)}:${rest}` : `${minutes}:${rest}`;
}

/** Say how much time an item has left, or by how many whole minutes it is over. */
export function leftInWords(left: number): string {
  if (left > 0) {
    return fill(gettext("%(time)s left"), { time: counted(left) });
  }
  const over = Math.floor(-left / MINUTE);
  if (over === 0) {
    return gettext("Time is up");
  }
  return fill(ngettext("%(count)s minute over", "%(count)s minutes over", over), { count: over });
}

export function minutes(count: number): string {
  return fill(ngettext("%(count)s minute", "%(count)s minutes", count), { count });
}

/** Say how many items there are and how many minutes are planned for them. */
export function planInWords(items: number, planned: number): string {
  const words = ngettext("%(count)s item, %(minutes)s", "%(count)s items, %(minutes)s", items);
  return fill(words, { count: items, minutes: minutes(planned) });
}

/** "Item 2 of 5". */
export function placeInWords(agenda: AgendaPart, id: string): string {
  const values = { number: numberOf(agenda, id), count: agenda.items.length };
  return fill(gettext("Item %(number)s of %(count)s"), values);
}

function named(agenda: AgendaPart, id: string): { number: number; title: string } {
  const item = agenda.items.find((item) => item.id === id);
  return { number: numberOf(agenda, id), title: item ? titleOf(item).text : "" };
}

announces("room", "item.started", {
  one: ({ data }, room) =>
    fill(gettext("Item %(number)s: %(title)s has begun."), named(room.agenda, data.item)),
});
// Where another item follows at once, that one is what is told.
announces("room", "item.ended", {
  one: ({ data }, room) =>
    currentOf(room.agenda)
      ? ""
      : fill(gettext("Item %(number)s: %(title)s is over."), named(room.agenda, data.item)),
});
announces("room", "item.extended", {
  one: ({ data }, room) => {
    const item = room.agenda.items.find((item) => item.id === data.item);
    const values = { ...named(room.agenda, data.item), minutes: minutes(item ? item.minutes + item.added : 0) };
    return fill(gettext("Item %(number)s: %(title)s has %(minutes)s now."), values);
  },
});
announces("room", "agenda.set", { one: () => gettext("The agenda was changed.") });
