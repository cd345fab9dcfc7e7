/** The keys that everybody in a room has: to its panels, to what one writes, and the pause. */

import type { Here } from "./here.ts";
import { focusOnBox } from "./messages_doing.ts";
import { switchPause } from "./pause.tsx";
import { asking } from "./question_doing.ts";
import { mayBeAsked } from "./question_ask.tsx";
import { isInSession } from "./session.tsx";
import { offersShortcut, type Shortcut } from "./shortcuts.ts";
import { focusOnTab, panelAt, showTab } from "./tabs.tsx";
import { fill, gettext } from "./texts.ts";

const PANELS = 5;

/** Show a panel and go on when it is drawn. */
function turnTo(id: string, then: () => void): void {
  showTab(id);
  requestAnimationFrame(then);
}

function panelKey(here: Here, place: number): Shortcut {
  return {
    key: String(place),
    label: () => fill(gettext("Panel: %(name)s"), { name: panelAt(here, place)?.label ?? "" }),
    act: () => {
      const panel = panelAt(here, place);
      if (panel) {
        turnTo(panel.id, () => focusOnTab(panel.id));
      }
    },
    isOffered: () => panelAt(here, place) !== undefined,
  };
}

function ask(here: Here): void {
  if (here.may("question.approve")) {
    asking.value = "own";
  }
  turnTo("questions", () => document.getElementById("write-question")?.focus());
}

/** Offer them for as long as the page stands. */
export function offerRoomKeys(here: Here): void {
  const isOpen = () => isInSession(here.store.room.value.session.state);
  const keys: Shortcut[] = [
    ...Array.from({ length: PANELS }, (_, index) => panelKey(here, index + 1)),
    {
      key: "c",
      label: () => gettext("Write in the chat"),
      act: () => turnTo("chat", focusOnBox),
      isOffered: () => here.may("message.post") && isOpen(),
    },
    {
      key: "q",
      label: () => gettext("Ask a question"),
      act: () => ask(here),
      isOffered: () => mayBeAsked(here),
    },
    { key: "u", label: () => gettext("Pause updates, or let them go on"), act: switchPause, isOffered: () => true },
  ];
  keys.forEach((key) => offersShortcut({ ...key, isHarmless: true }));
}
