/**
 * Which place to write in is in use: what belongs to it is shown while one is there (`data-in-use`).
 *
 * A press takes the focus away before it is let go. Would the place fold in that instant, everything above it
 * moved under the finger, and the press reached nothing; so it folds when the press has done what it does.
 */

const PLACES = ".composer, .ask-place";
const MARK = "data-in-use";

let isPressed = false;

function settle(): void {
  for (const place of document.querySelectorAll(`[${MARK}]`)) {
    if (!place.contains(document.activeElement)) {
      place.removeAttribute(MARK);
    }
  }
}

function enter(target: EventTarget | null): void {
  let place = target instanceof Element ? target.closest(PLACES) : null;
  while (place) {
    place.setAttribute(MARK, "");
    place = place.parentElement?.closest(PLACES) ?? null;
  }
}

/** Mark the places of this page from now on. */
export function followPlacesInUse(): void {
  const options = { capture: true, passive: true };
  document.addEventListener("focusin", (event) => enter(event.target), options);
  document.addEventListener(
    "focusout",
    () => {
      if (!isPressed) {
        queueMicrotask(settle);
      }
    },
    options,
  );
  document.addEventListener(
    "mousedown",
    () => {
      isPressed = true;
    },
    options,
  );
  for (const end of ["mouseup", "dragend"]) {
    // The click comes after the end of a press, in the same turn.
    const ended = () =>
      setTimeout(() => {
        isPressed = false;
        settle();
      });
    document.addEventListener(end, ended, options);
  }
  enter(document.activeElement);
}
