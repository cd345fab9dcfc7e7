/** Beside an event's hour in its own city: the same moment on the reader's clock. */

interface Wall {
  day: string;
  hour: string;
}

function wall(at: Date, lang: string, zone?: string): Wall {
  const where = zone ? { timeZone: zone } : {};
  const day = new Intl.DateTimeFormat(lang, { ...where, day: "numeric", month: "short" });
  const hour = new Intl.DateTimeFormat(lang, { ...where, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return { day: day.format(at), hour: hour.format(at) };
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

/** Fill each `<span data-own-time>` that follows a `<time data-zone>`. */
export function showOwnTimes(lang: string): void {
  const own = ownZone() || undefined;
  for (const place of document.querySelectorAll<HTMLElement>("[data-own-time]")) {
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
