/** Whether the reader looks at the page at all, and how much of it is new to them. */

import { effect, signal } from "@preact/signals";

/** The window is the one in sight. */
export const isInSight = signal(true);
/** How many things are new, over all panels. */
export const unread = signal(0);

/** Follow the window, and put the number that is new before its title. */
export function followTheWindow(): void {
  const look = () => {
    isInSight.value = document.visibilityState === "visible";
  };
  document.addEventListener("visibilitychange", look);
  look();
  const title = document.title;
  effect(() => {
    document.title = unread.value > 0 ? `(${unread.value}) ${title}` : title;
  });
}
