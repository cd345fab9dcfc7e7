/** The reader's own switch: while it is on, no list on the page moves by itself. */

import { say } from "./announcer.tsx";
import { isPaused } from "./held.ts";
import { Icon } from "./icon.tsx";
import { gettext } from "./texts.ts";

export function switchPause(): void {
  isPaused.value = !isPaused.peek();
  say(isPaused.peek() ? gettext("Updates are paused.") : gettext("Updates go on."));
}

export function PauseButton() {
  return (
    <button
      type="button"
      class="tool"
      aria-pressed={isPaused.value}
      aria-label={gettext("Pause updates")}
      aria-keyshortcuts="u"
      title={isPaused.value ? gettext("Updates are paused") : gettext("Pause updates")}
      onClick={switchPause}
    >
      <Icon name={isPaused.value ? "play" : "pause"} />
    </button>
  );
}

/** In words, for as long as it holds: nobody shall take a paused room for a quiet one. */
export function PausedNote() {
  return isPaused.value ? (
    <p class="paused-note">
      <span>{gettext("Updates are paused.")}</span>
      <button type="button" class="link" onClick={switchPause}>
        {gettext("Go on")}
      </button>
    </p>
  ) : null;
}
