/** Hours: always told in the event's own zone with the city's name, the reader's own second. */

import { language } from "./texts.ts";

const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(zone: string | undefined): Intl.DateTimeFormat {
  const key = zone ?? "";
  const known = clocks.get(key);
  if (known) {
    return known;
  }
  const made = new Intl.DateTimeFormat(language(), {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(zone ? { timeZone: zone } : {}),
  });
  clocks.set(key, made);
  return made;
}

/** Return hours and minutes in a zone; without one, on the reader's own clock. */
export function hour(at: string | number | Date, zone?: string): string {
  return clock(zone).format(new Date(at));
}

/** Say whether the reader's clock shows another hour than the event's at this instant. */
export function isElsewhere(at: number, zone: string): boolean {
  return hour(at) !== hour(at, zone);
}

/** Return the zone's short name, or nothing where the language has only an offset for it. */
export function abbreviation(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat(language(), {
    timeZone: zone,
    timeZoneName: "short",
  }).formatToParts(at);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  return /\d/.test(name) ? "" : name;
}
