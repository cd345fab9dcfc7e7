/** The box under the log: a new message, or a reply to one. */

import { Composer } from "./composer.tsx";
import { type Here, useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { isMineToEdit } from "./messages_actions.ts";
import { leftToEdit } from "./messages_clock.ts";
import { LONGEST } from "./messages.ts";
import { focusOnBox, replyTo, startEdit } from "./messages_doing.ts";
import { useLog } from "./messages_log_context.ts";
import { Gist } from "./messages_quote.tsx";
import { nameOf } from "./people.ts";
import { isInSession } from "./session.tsx";
import { fill, gettext, ngettext } from "./texts.ts";

function ReplyStrip({ id }: { id: string }) {
  const original = useLog().messages.value.find((message) => message.id === id);
  return (
    <>
      <Icon name="reply" />
      <span class="quote-words">
        <span class="sr-only">{gettext("You are replying to:")} </span>
        {original ? <Gist message={original} /> : gettext("An earlier message")}
      </span>
      <button
        type="button"
        class="tool"
        aria-label={gettext("Don't reply")}
        onClick={() => {
          replyTo.value = null;
          focusOnBox();
        }}
      >
        <Icon name="x" />
      </button>
    </>
  );
}

function whoSees({ store, config }: Here): string {
  const count = store.asides.value.present?.count;
  const everyone = count
    ? fill(
        ngettext(
          "Visible to everyone in this room (%(count)s person now) and in its record.",
          "Visible to everyone in this room (%(count)s people now) and in its record.",
          count,
        ),
        { count },
      )
    : gettext("Visible to everyone in this room and in its record.");
  const self = store.room.value.people[config.person_id];
  const shown = self ? fill(gettext("You are shown as %(name)s."), { name: nameOf(self) }) : "";
  return `${everyone} ${shown}`.trim();
}

function whyNot({ store, may, config }: Here): string {
  const state = store.isReady.value ? store.room.value.session.state : config.state;
  if (state === "ended") {
    return gettext("This session has ended. What was said can be read, but nothing added.");
  }
  if (state === "cancelled") {
    return gettext("This session was cancelled.");
  }
  if (!may("message.post")) {
    return gettext("You may read this chat, but not write in it.");
  }
  return isInSession(state) ? "" : gettext("One can write here while the session is open.");
}

export function MessageComposer({ onSay }: { onSay: () => void }) {
  const here = useHere();
  const log = useLog();
  const reason = whyNot(here);
  if (reason) {
    return <p class="quiet panel-pad composer-closed">{reason}</p>;
  }
  const answering = replyTo.value;
  const say = (text: string) => {
    onSay();
    replyTo.value = null;
    return here.line.say("message.post", answering ? { text, reply: answering } : { text }, true);
  };
  const editLast = () => {
    const mine = log.messages.peek().findLast((message) => isMineToEdit(here, message));
    const isInTime = mine && leftToEdit(mine.at) > 0;
    if (isInTime) {
      startEdit(mine);
    }
    return Boolean(isInTime);
  };
  return (
    <Composer
      place="message"
      label={gettext("Write a message…")}
      button={gettext("Send message")}
      most={LONGEST}
      note={whoSees(here)}
      say={say}
      strip={answering && <ReplyStrip id={answering} />}
      onReturned={() => {
        replyTo.value ??= answering;
      }}
      onEscape={() => {
        replyTo.value = null;
      }}
      onUp={editLast}
    />
  );
}
