/** One message in the log: who, when, what it answers, what it says, and what became of it. */

import { useComputed } from "@preact/signals";
import { Component } from "preact";
import { desk, rest } from "./afterwards.tsx";
import { Folded } from "./folded.tsx";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import type { Message, Reaction } from "./messages.ts";
import { marked, menuOf, refused, task } from "./messages_doing.ts";
import { Fate } from "./messages_pending.tsx";
import { Quote } from "./messages_quote.tsx";
import { Reactions } from "./messages_reactions.tsx";
import { isPressed, linking, REACTIONS, tombstone, waitingFor } from "./messages_words.ts";
import type { Entry } from "./outbox.ts";
import { nameOf } from "./people.ts";
import { PersonName } from "./person_name.tsx";
import { fill, gettext } from "./texts.ts";
import { hour } from "./times.ts";

const DeleteForm = rest.part("DeleteForm");
const EditBox = rest.part("EditBox");
const HideForm = desk.part("HideForm");
const OpenMenu = rest.part("OpenMenu");

export interface ItemProps {
  message: Message;
  /** It follows the same person's message so closely that it needs no heading. */
  isBreath: boolean;
  /** Before it one stopped reading. */
  isMarkedHere: boolean;
  /** The arrow keys stand here: only its controls are stops of the Tab key. */
  isCurrent: boolean;
  /** My reactions, in one word so that equal ones are equal. */
  mine: string;
  /** Commands about it that are on their way. */
  entries: Entry[] | undefined;
}

/** A text with its addresses as links; anything else stands as it was typed. */
export function Said({ text, lang, tabIndex = 0 }: { text: string; lang: string; tabIndex?: number }) {
  return (
    <Folded text={text} tabIndex={tabIndex}>
      {(part) => (
        <p class="said" lang={lang} dir="auto">
          {linking(part).map((piece, index) =>
            piece.href ? (
              <a key={index} class="link" href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
                {piece.text}
              </a>
            ) : (
              piece.text
            ),
          )}
        </p>
      )}
    </Folded>
  );
}

function Text({ message, entries, isCurrent }: ItemProps) {
  if (message.state !== "shown") {
    return <p class="quiet message-tombstone">{tombstone(message.state)}</p>;
  }
  const edit = waitingFor(entries, "message.edit");
  return <Said text={edit ? String(edit.data.text) : message.text} lang={message.lang} tabIndex={isCurrent ? 0 : -1} />;
}

function Edited({ at }: { at: string }) {
  const { config } = useHere();
  return (
    <span class="message-edited" title={config.city}>
      {fill(gettext("edited at %(time)s"), { time: hour(at, config.zone) })}
    </span>
  );
}

function pressedOf({ mine, entries }: ItemProps): Set<Reaction> {
  const own = mine.split(" ");
  return new Set(REACTIONS.filter((reaction) => isPressed(reaction, own.includes(reaction), entries)));
}

function sendingOf({ entries }: ItemProps): Set<Reaction> {
  const waiting = (entries ?? []).filter((entry) => entry.state === "sending");
  return new Set(waiting.map((entry) => entry.data.reaction as Reaction));
}

function Foot(props: ItemProps) {
  const { message, isCurrent } = props;
  const pressed = pressedOf(props);
  const isReacted = pressed.size > 0 || Object.keys(message.reactions).length > 0;
  if (message.state !== "shown" || !(isReacted || message.edited_at)) {
    return null;
  }
  return (
    <div class="message-foot">
      <Reactions message={message} pressed={pressed} sending={sendingOf(props)} tabIndex={isCurrent ? 0 : -1} />
      {message.edited_at && <Edited at={message.edited_at} />}
    </div>
  );
}

function More(props: ItemProps) {
  const { message, isCurrent } = props;
  const { store, config } = useHere();
  const isOpen = useComputed(() => menuOf.value === message.id).value;
  const name = useComputed(() => nameOf(store.room.value.people[message.person])).value;
  const label = fill(gettext("More on the message of %(name)s, %(time)s"), {
    name,
    time: hour(message.at, config.zone),
  });
  const id = `more-${message.id}`;
  return (
    <div class="message-actions">
      <button
        type="button"
        id={id}
        class="message-menu"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? `menu-${message.id}` : undefined}
        aria-label={label}
        tabIndex={isCurrent ? 0 : -1}
        onClick={() => {
          menuOf.value = isOpen ? null : message.id;
        }}
      >
        <Icon name="ellipsis" />
      </button>
      {isOpen && (
        <OpenMenu message={message} pressed={pressedOf(props)} button={document.getElementById(id)} label={label} />
      )}
    </div>
  );
}

function Refused({ id }: { id: string }) {
  const why = useComputed(() => (refused.value?.at === id ? refused.value.text : "")).value;
  return why ? (
    <p class="errors message-refused" role="alert">
      {why}
    </p>
  ) : null;
}

function Item(props: ItemProps) {
  const { message, isBreath, isMarkedHere, isCurrent, entries } = props;
  const { config } = useHere();
  const doing = useComputed(() => (task.value?.message === message.id ? task.value : null)).value;
  const isMarked = useComputed(() => marked.value === message.id).value;
  const isHeld = useComputed(() => menuOf.value === message.id).value;
  const isEdited = doing?.kind === "edit";
  const looks = [
    "message",
    message.person === config.person_id && "message-own",
    isBreath && "message-more",
    isMarked && "message-marked",
    isHeld && "message-held",
    isMarkedHere && "message-stopped",
  ];
  return (
    <li class={looks.filter(Boolean).join(" ")} id={`message-${message.id}`} data-message={message.id} tabIndex={-1}>
      {isMarkedHere && <p class="stopped-here">{gettext("New since you stopped reading")}</p>}
      <p class={isBreath ? "sr-only" : "message-head"}>
        <PersonName id={message.person} />
        <time dateTime={message.at} title={config.city}>
          {hour(message.at, config.zone)}
        </time>
      </p>
      {message.reply && message.state === "shown" && <Quote id={message.reply} tabIndex={isCurrent ? 0 : -1} />}
      {!(isEdited && message.state === "shown") && <Text {...props} />}
      {/* Also when the message has gone meanwhile: what was typed is its writer's to keep or to drop. */}
      {isEdited && <EditBox task={doing} />}
      <Foot {...props} />
      {doing?.kind === "delete" && <DeleteForm message={message} />}
      {doing?.kind === "hide" && <HideForm message={message} />}
      <Fate message={message} entries={entries} />
      <Refused id={message.id} />
      <More {...props} />
    </li>
  );
}

/** A full log redraws only the messages of which something has changed. */
export class MessageItem extends Component<ItemProps> {
  override shouldComponentUpdate(next: ItemProps): boolean {
    const keys = Object.keys(next) as (keyof ItemProps)[];
    return keys.some((key) => next[key] !== this.props[key]);
  }

  override render() {
    return <Item {...this.props} />;
  }
}
