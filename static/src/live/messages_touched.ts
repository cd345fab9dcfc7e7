/** Whether a finger, a pointer that moves, a selection or the keyboard is in the log just now. */

import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A pointer that has not moved for so long only lies there. */
export const AT_REST = 4_000;
/** After a finger has gone, the log may still glide. */
const GLIDES = 1_200;

function isSelecting(log: HTMLElement): boolean {
  const selection = document.getSelection();
  return Boolean(selection && !selection.isCollapsed && log.contains(selection.anchorNode));
}

/** The keyboard is in a message; the log itself, which only scrolls, does not count. */
function isWalked(log: HTMLElement): boolean {
  const at = document.activeElement;
  return at !== log && log.contains(at) && Boolean(at?.matches(":focus-visible"));
}

/** Say whether the log is to be left as it is: nothing moves under a finger that is about to press. */
export function useTouched(place: RefObject<HTMLElement | null>): boolean {
  const [isTouched, setTouched] = useState(false);
  useEffect(() => {
    const log = place.current as HTMLElement;
    const leaving = new AbortController();
    const options = { signal: leaving.signal, passive: true };
    let until = 0;
    let fingers = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      const left = until - Date.now();
      setTouched(fingers > 0 || left > 0 || isSelecting(log) || isWalked(log));
      if (left > 0) {
        timer = setTimeout(look, left);
      }
    };
    const hold = (milliseconds: number) => {
      until = Date.now() + milliseconds;
      look();
    };
    const touch = (event: TouchEvent) => {
      fingers = event.type === "touchstart" ? event.touches.length : event.targetTouches.length;
      hold(fingers > 0 ? 0 : GLIDES);
    };
    const move = (event: PointerEvent) => event.pointerType === "mouse" && hold(AT_REST);
    log.addEventListener("touchstart", touch, options);
    log.addEventListener("touchend", touch, options);
    log.addEventListener("touchcancel", touch, options);
    log.addEventListener("pointermove", move, options);
    log.addEventListener("pointerleave", () => hold(0), options);
    log.addEventListener("focusin", look, options);
    log.addEventListener("focusout", () => queueMicrotask(look), options);
    document.addEventListener("selectionchange", look, options);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, []);
  return isTouched;
}
