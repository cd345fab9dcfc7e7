/** The reactions under a message: who sees how many, and whether one is among them. */

import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import type { Message, Reaction } from "./messages.ts";
import { mayReact, press } from "./messages_actions.ts";
import { useDo } from "./messages_doing.ts";
import { REACTIONS, reactionWord, SIGNS } from "./messages_words.ts";
import { fill, gettext } from "./texts.ts";

function nameOfCount(reaction: Reaction, count: number, isOn: boolean): string {
  const words = isOn ? gettext("%(reaction)s: %(count)s, you too") : gettext("%(reaction)s: %(count)s");
  return fill(words, { reaction: reactionWord(reaction), count });
}

interface Shown {
  message: Message;
  pressed: ReadonlySet<Reaction>;
  /** What of mine the server has not answered yet. */
  sending: ReadonlySet<Reaction>;
  tabIndex: number;
}

/** Only those that somebody chose; a count is the server's figure, never one that we hope for. */
export function Reactions({ message, pressed, sending, tabIndex }: Shown) {
  const here = useHere();
  const say = useDo();
  const given = REACTIONS.filter((reaction) => message.reactions[reaction] || pressed.has(reaction));
  const isOpen = mayReact(here, message);
  return (
    <>
      {given.map((reaction) => {
        const isOn = pressed.has(reaction);
        const count = message.reactions[reaction] ?? 1;
        const inside = (
          <>
            <Icon name={SIGNS[reaction]} />
            <span class="count" aria-hidden="true">
              {count}
            </span>
          </>
        );
        const looks = `reaction${isOn ? " reaction-on" : ""}`;
        const name = nameOfCount(reaction, count, isOn);
        return isOpen ? (
          <button
            key={reaction}
            type="button"
            class={`${looks}${sending.has(reaction) ? " reaction-sending" : ""}`}
            aria-pressed={isOn}
            aria-label={sending.has(reaction) ? `${name} (${gettext("sending…")})` : name}
            title={reactionWord(reaction)}
            tabIndex={tabIndex}
            onClick={() => press(say, message.id, reaction, isOn)}
          >
            {inside}
          </button>
        ) : (
          <span key={reaction} class={looks} role="img" aria-label={name} title={reactionWord(reaction)}>
            {inside}
          </span>
        );
      })}
    </>
  );
}
