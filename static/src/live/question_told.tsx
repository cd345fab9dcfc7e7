/** What was done about a question, with the way back for ten seconds; telling it moves nothing. */

import { told } from "./question_doing.ts";
import { useUndo } from "./question_judging.ts";
import { areShortcutsOn } from "./shortcuts.ts";
import { gettext } from "./texts.ts";

function Words() {
  const undo = useUndo();
  const now = told.value;
  return now ? (
    <>
      <span>{now.text}</span>
      {now.undo && (
        <button type="button" class="link" onClick={() => void undo(now.undo)}>
          {gettext("Undo")}
        </button>
      )}
    </>
  ) : null;
}

/** Over the end of the list, for whoever moderates nothing. */
export function Told() {
  return (
    <div class="told-place" role="status">
      {told.value && (
        <div class="told">
          <Words />
        </div>
      )}
    </div>
  );
}

/** A line of its own below the moderators' lists; while there is nothing to tell, it names the keys. */
export function ToldLine() {
  return (
    <div class="told-line">
      <div role="status" class={told.value ? "told-now" : undefined}>
        <Words />
      </div>
      {!told.value && areShortcutsOn.value && (
        <span class="quiet told-keys" aria-hidden="true">
          {gettext("Keys: j and k go on and back, a approves, d dismisses, ? lists all")}
        </span>
      )}
    </div>
  );
}
