/** Hours: always told in the event's own zone with the city's name, the reader's own second. */

import { language } from "./texts.ts";

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The zone that the reader lives in; until the page says it, the browser's. */
let own: string | undefined;

/** Take the reader's zone from their profile, as pages do, where this browser knows of it. */
export function livesIn(zone: string): void {
  try {
    own = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    own = undefined;
  }
}

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
export function hour(at: string | number | Date, zone = own): string {
  return clock(zone).format(new Date(at));
}

/** Say whether the reader's clock shows another hour than the event's at this instant. */
export function isElsewhere(at: number, zone: string): boolean {
  return hour(at) !== hour(at, zone);
}
