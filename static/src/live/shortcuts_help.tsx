/** The list of shortcuts, one button or "?" away, with the switch that turns them off. */

import { useEffect, useRef } from "preact/hooks";
import { HearingChoice } from "./announcer.tsx";
import { Icon } from "./icon.tsx";
import { areShortcutsOn, offered, offersShortcut, switchShortcuts } from "./shortcuts.ts";
import { gettext } from "./texts.ts";

const HELP = "?";

function List() {
  return (
    <dl class="shortcuts">
      {offered().map(({ key, label }) => (
        <div key={key}>
          <dt>
            <kbd class="kbd">{key}</kbd>
          </dt>
          <dd>{label()}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The button to the keys, and to what is read out: at hand for everybody, on every screen. */
export function ShortcutsHelp() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(
    () =>
      offersShortcut({
        key: HELP,
        label: () => gettext("This list"),
        act: () => dialog.current?.showModal(),
        isOffered: () => true,
      }),
    [],
  );
  const words = gettext("Keyboard shortcuts and reading out");
  return (
    <>
      <button
        type="button"
        class="tool keys-button"
        aria-label={words}
        title={words}
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        <Icon name="keyboard" />
      </button>
      <dialog class="shortcuts-help" ref={dialog} aria-labelledby="shortcuts-title">
        <h2 class="panel-title" id="shortcuts-title">
          {gettext("Keyboard shortcuts")}
        </h2>
        <List />
        <label class="shortcuts-switch">
          <input
            type="checkbox"
            class="checkbox checkbox-sm"
            checked={areShortcutsOn.value}
            onChange={(event) => switchShortcuts(event.currentTarget.checked)}
          />
          {gettext("Single keys act on this page")}
        </label>
        <p class="quiet">
          {gettext("They do nothing while you write. This browser remembers your choice.")}
        </p>
        <HearingChoice />
        <form method="dialog">
          <button class="btn btn-sm">{gettext("Close")}</button>
        </form>
      </dialog>
    </>
  );
}
