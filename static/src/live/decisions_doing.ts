/** What the reader is taking down just now, and of what; offered at questions and messages too. */

import { signal } from "@preact/signals";
import type { Here } from "./here.ts";
import { offersOn, type Subject } from "./offers.ts";
import { showTab } from "./tabs.tsx";
import { gettext } from "./texts.ts";

/** The form that is open: a decision of something or of nothing, an action, or a change of either. */
export type Task =
  | { kind: "decide"; subject: Subject | null }
  | { kind: "owe"; decision: string | null }
  | { kind: "reword" | "withdraw"; decision: string }
  | { kind: "close"; action: string };

export const task = signal<Task | null>(null);
/** What was just done, told below the list. */
export const told = signal("");

/** Say whether decisions are taken down here at this hour: live, or from the log afterwards. */
export function mayDecide(here: Here): boolean {
  return here.may("decision.take") && ["live", "ended"].includes(here.store.room.value.session.state);
}

export function begin(next: Task): void {
  told.value = "";
  task.value = next;
}

/** Close the form; the focus goes to the row that it was about, or to the button that opened it. */
export function finish(): void {
  const done = task.value;
  task.value = null;
  const row = done && ("decision" in done ? done.decision : "action" in done ? done.action : null);
  requestAnimationFrame(() => document.getElementById(row ? `decided-${row}` : "decide")?.focus());
}

offersOn((here, subject) =>
  mayDecide(here)
    ? {
        id: "decide",
        icon: "gavel",
        label: gettext("Decide…"),
        act: () => {
          begin({ kind: "decide", subject });
          showTab("decisions");
        },
      }
    : null,
);
