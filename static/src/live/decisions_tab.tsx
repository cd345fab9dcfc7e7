/** The head of the decisions' panel. */

import { signal } from "@preact/signals";
import { Coming, decided } from "./afterwards.tsx";
import { offersTab } from "./tabs.tsx";
import { fill, gettext, ngettext } from "./texts.ts";
import "./decisions.ts";

const DecisionsPanel = decided.part("DecisionsPanel", <Coming what={gettext("Decisions")} />);

/** Once looked at, it stays on the page with what is written in it. */
const wasShown = signal(false);

offersTab(25, ({ store }) => {
  const { decisions, actions } = store.room.value;
  const count = decisions.filter(({ withdrawn }) => !withdrawn).length;
  const carried = actions.filter(({ origin, state }) => origin !== null && state === "open").length;
  const words = ngettext("%(count)s decision", "%(count)s decisions", count);
  const carriedWords = ngettext("%(count)s action carried over", "%(count)s actions carried over", carried);
  return {
    id: "decisions",
    label: gettext("Decisions"),
    icon: "gavel",
    count: count || carried,
    counted: count ? fill(words, { count }) : fill(carriedWords, { count: carried }),
    panel: (isShown) => {
      wasShown.value ||= isShown;
      return wasShown.value && <DecisionsPanel />;
    },
  };
});
