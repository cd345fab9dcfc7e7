/** Beside an event's hour in its own city: the same moment on the reader's clock. */

interface Wall {
  day: string;
  hour: string;
}

interface Formats {
  day: Intl.DateTimeFormat;
  hour: Intl.DateTimeFormat;
}

// A day of a hundred rooms has hundreds of hours, and making a format is what costs.
const known = new Map<string, Formats>();

function formats(lang: string, zone?: string): Formats {
  const key = `${lang} ${zone ?? ""}`;
  let found = known.get(key);
  if (!found) {
    const where = zone ? { timeZone: zone } : {};
    found = {
      day: new Intl.DateTimeFormat(lang, { ...where, day: "numeric", month: "short" }),
      hour: new Intl.DateTimeFormat(lang, { ...where, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    };
    known.set(key, found);
  }
  return found;
}

function wall(at: Date, lang: string, zone?: string): Wall {
  const { day, hour } = formats(lang, zone);
  return { day: day.format(at), hour: hour.format(at) };
}

/** Return the hour that a clock on the wall of a zone shows. */
export function wallHour(at: Date, zone: string, lang: string): string {
  return wall(at, lang, zone).hour;
}

/** Return the reader's own hour where it differs, with the day where that differs too. */
export function ownTime(at: Date, zone: string, lang: string, own?: string): string {
  const there = wall(at, lang, zone);
  const here = wall(at, lang, own);
  if (here.hour === there.hour && here.day === there.day) {
    return "";
  }
  return here.day === there.day ? here.hour : `${here.hour}, ${here.day}`;
}

/** Return the zone that the reader's profile names, if this browser knows it; else its own. */
function ownZone(): string | undefined {
  const zone = document.body.dataset.ownZone;
  try {
    return zone && new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Fill each `<span data-own-time>` that follows a `<time data-zone>`, in a page or a part of it. */
export function showOwnTimes(lang: string, within: ParentNode = document): void {
  const own = ownZone() || undefined;
  for (const place of within.querySelectorAll<HTMLElement>("[data-own-time]")) {
    const event = place.parentElement?.querySelector<HTMLTimeElement>("time[data-zone]");
    const told = event && ownTime(new Date(event.dateTime), event.dataset.zone ?? "UTC", lang, own);
    const hour = place.querySelector("time");
    if (told && hour && event) {
      hour.dateTime = event.dateTime;
      hour.textContent = told;
      place.hidden = false;
    }
  }
}
