/** The line of the present on a day's agenda: the server draws it once, here it moves on. */

import { showOwnTimes, wallHour } from "./own_times.ts";

const EVERY = 20_000;

/** Return the place of the first session that has not begun, or -1 when all have. */
export function nextToBegin(starts: readonly number[], now: number): number {
  return starts.findIndex((start) => start > now);
}

/** Return the day on the wall of a zone; the line belongs to one day and ends with it. */
function dayOf(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(at);
}

/** Keep the line before the first session that has not begun, with the hour it stands at. */
export function moveNowLine(lang: string): void {
  const programme = document.querySelector<HTMLElement>("[data-now-line]");
  const line = document.getElementById("now");
  if (!programme || !line) {
    return;
  }
  const zone = programme.dataset.dayZone ?? "UTC";
  // The server's clock is right, this machine's may not be.
  const loaded = new Date(programme.dataset.nowLine ?? "");
  const since = performance.now();
  const rows = [...programme.querySelectorAll<HTMLElement>(".session-row")];
  const starts = rows.map((row) => Date.parse(row.querySelector("time")?.dateTime ?? ""));
  const day = dayOf(loaded, zone);

  const draw = () => {
    const now = new Date(loaded.getTime() + performance.now() - since);
    if (dayOf(now, zone) !== day) {
      line.hidden = true;
      return;
    }
    const next = rows[nextToBegin(starts, now.getTime())];
    if (next && line.nextElementSibling !== next) {
      next.before(line);
    } else if (!next && line.previousElementSibling !== rows.at(-1)) {
      rows.at(-1)?.after(line);
    }
    const hour = line.querySelector<HTMLTimeElement>("[data-now-here]");
    if (hour) {
      hour.dateTime = now.toISOString();
      hour.textContent = wallHour(now, zone, lang);
    }
    showOwnTimes(lang, line);
  };
  draw();
  setInterval(draw, EVERY);
  // A hidden tab's timers hardly run.
  document.addEventListener("visibilitychange", draw);
}
