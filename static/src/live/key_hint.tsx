/** The key of a button, shown in it on the moderators' screen while single keys act. */

import { isConsole } from "./question_doing.ts";
import { areShortcutsOn } from "./shortcuts.ts";

/** For the eye, drawn by the style sheet, so that the button's words stay its name; who listens hears the keys from the list of them. */
export function KeyHint({ of }: { of: string }) {
  return isConsole.value && areShortcutsOn.value ? (
    <kbd class="key-hint" aria-hidden="true" data-key={of} />
  ) : null;
}
