/** The menu of a message: the five reactions and what else one may do, by keyboard, mouse and touch. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import type { Message, Reaction } from "./messages.ts";
import { type Action, actionsOn, isMineToEdit, mayReact, press } from "./messages_actions.ts";
import { useIsInTime } from "./messages_clock.ts";
import { focusOnMessage, menuOf, useDo } from "./messages_doing.ts";
import { REACTIONS, reactionWord, SIGNS } from "./messages_words.ts";
import { gettext } from "./texts.ts";

const GAP = 4;

/** Put the menu beside its button: below where there is room, else above; on a phone CSS docks it. */
function place(menu: HTMLElement, button: HTMLElement): void {
  if (matchMedia("(width < 40rem)").matches) {
    return;
  }
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + GAP;
  const top = below + height < innerHeight ? below : at.top - GAP - height;
  menu.style.top = `${Math.max(GAP, top)}px`;
  menu.style.left = `${Math.max(GAP, at.right - width)}px`;
}

const STEPS: Record<string, (at: number, length: number) => number> = {
  ArrowDown: (at, length) => (at + 1) % length,
  ArrowRight: (at, length) => (at + 1) % length,
  ArrowUp: (at, length) => (at + length - 1) % length,
  ArrowLeft: (at, length) => (at + length - 1) % length,
  Home: () => 0,
  End: (_at, length) => length - 1,
};

function byLetter(items: HTMLElement[], at: number, letter: string): number {
  const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  const begins = (item: HTMLElement) =>
    (item.getAttribute("aria-label") ?? item.textContent ?? "")
      .trim()
      .toLocaleLowerCase()
      .startsWith(letter.toLocaleLowerCase());
  const found = order.find(begins);
  return found ? items.indexOf(found) : at;
}

function move(event: KeyboardEvent, menu: HTMLElement): void {
  const items = [...menu.querySelectorAll<HTMLElement>("[role^=menuitem]")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const step = STEPS[event.key];
  if (step) {
    event.preventDefault();
    items[step(at, items.length)]?.focus();
  } else if (event.key.length === 1 && event.key.trim() && !event.ctrlKey && !event.metaKey) {
    items[byLetter(items, at, event.key)]?.focus();
  }
}

function Item({ action, onChoose }: { action: Action; onChoose: (action: Action) => void }) {
  const looks = `choice${action.isGrave ? " choice-grave" : ""}`;
  const inside = (
    <>
      <Icon name={action.icon} />
      {action.label}
    </>
  );
  return action.href ? (
    <a class={looks} role="menuitem" tabIndex={-1} href={action.href}>
      {inside}
    </a>
  ) : (
    <button class={looks} type="button" role="menuitem" tabIndex={-1} onClick={() => onChoose(action)}>
      {inside}
    </button>
  );
}

interface Opened {
  message: Message;
  pressed: ReadonlySet<Reaction>;
  button: HTMLElement | null;
  label: string;
}

/** The reactions in a row, and under them in words the one that is pointed at. */
function ReactionItems({ message, pressed, onChosen }: Opened & { onChosen: () => void }) {
  const say = useDo();
  const [at, setAt] = useState<Reaction>(REACTIONS[0] as Reaction);
  return (
    <div class="choices-reactions" role="group" aria-label={gettext("React")}>
      {REACTIONS.map((reaction) => (
        <button
          key={reaction}
          type="button"
          class="choices-reaction"
          role="menuitemcheckbox"
          aria-checked={pressed.has(reaction)}
          aria-label={reactionWord(reaction)}
          tabIndex={-1}
          onFocus={() => setAt(reaction)}
          onMouseEnter={() => setAt(reaction)}
          onClick={() => {
            onChosen();
            press(say, message.id, reaction, pressed.has(reaction));
          }}
        >
          <Icon name={SIGNS[reaction]} />
        </button>
      ))}
      <span class="choices-word" aria-hidden="true">
        {reactionWord(at)}
      </span>
    </div>
  );
}

/** The open menu, over a veil: what lies under it is neither pressed nor moved meanwhile. */
export function OpenMenu(opened: Opened) {
  const { message, button, label } = opened;
  const here = useHere();
  const say = useDo();
  const menu = useRef<HTMLDivElement>(null);
  const isInTime = useIsInTime(message.at, isMineToEdit(here, message));
  useLayoutEffect(() => {
    if (menu.current && button) {
      place(menu.current, button);
      menu.current.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
    }
    const shut = () => {
      menuOf.value = null;
    };
    addEventListener("resize", shut);
    return () => removeEventListener("resize", shut);
  }, []);
  const close = () => {
    menuOf.value = null;
    focusOnMessage(message.id);
  };
  const choose = (action: Action) => {
    menuOf.value = null;
    action.act?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
    } else if (menu.current) {
      move(event, menu.current);
    }
  };
  return (
    <>
      <div class="choices-veil" aria-hidden="true" onClick={close} />
      <div class="choices" role="menu" aria-label={label} id={`menu-${message.id}`} ref={menu} onKeyDown={onKeyDown}>
        {mayReact(here, message) && <ReactionItems {...opened} onChosen={close} />}
        {actionsOn(here, message, isInTime, say).map((action) => (
          <Item key={action.id} action={action} onChoose={choose} />
        ))}
      </div>
    </>
  );
}
