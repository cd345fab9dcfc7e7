/** What moderators have hidden: what it said, who hid it and why, and the way back. */

import { useState } from "preact/hooks";
import { useHere } from "./here.ts";
import type { HiddenMessage } from "./messages.ts";
import { refused, useDo } from "./messages_doing.ts";
import { Ask } from "./messages_judge.tsx";
import { useLog } from "./messages_log_context.ts";
import { goTo } from "./messages_quote.tsx";
import { nameOf } from "./people.ts";
import { PersonName } from "./person_name.tsx";
import { fill, gettext } from "./texts.ts";
import { hour } from "./times.ts";

function why({ by, hidden_at, reason }: HiddenMessage, name: string, zone: string): string {
  const values = { name, time: hour(hidden_at, zone), reason };
  return by && reason
    ? fill(gettext("Hidden by %(name)s, %(time)s: %(reason)s"), values)
    : fill(gettext("Hidden by %(name)s, %(time)s"), values);
}

function HiddenItem({ hidden, onShow }: { hidden: HiddenMessage; onShow: () => void }) {
  const { store, config, may } = useHere();
  const log = useLog();
  const say = useDo();
  const [isAsking, ask] = useState(false);
  const { id } = hidden;
  const at = `hidden ${id}`;
  const show = () => {
    onShow();
    void goTo(log, id);
  };
  return (
    <li class="waiting">
      <p class="message-head">
        <PersonName id={hidden.person} />
        <time dateTime={hidden.at} title={config.city}>
          {hour(hidden.at, config.zone)}
        </time>
      </p>
      <p class="said" lang={hidden.lang} dir="auto">
        {hidden.text}
      </p>
      <p class="quiet">{why(hidden, nameOf(store.room.value.people[hidden.by]), config.zone)}</p>
      {isAsking ? (
        <Ask
          question={gettext("Delete this message for everyone? It can't be brought back.")}
          yes={gettext("Delete")}
          onNo={() => ask(false)}
          onYes={() => void say(at, "message.delete", { message: id }).then(() => ask(false))}
        />
      ) : (
        <div class="actions">
          {may("message.restore") && (
            <button type="button" class="btn btn-sm btn-primary" onClick={() => void say(at, "message.restore", { message: id })}>
              {gettext("Show again")}
            </button>
          )}
          <button type="button" class="btn btn-sm" onClick={() => ask(true)}>
            {gettext("Delete…")}
          </button>
          <button type="button" class="btn btn-sm btn-ghost" onClick={show}>
            {gettext("Show in the log")}
          </button>
        </div>
      )}
      {refused.value?.at === at && (
        <p class="errors" role="alert">
          {refused.value.text}
        </p>
      )}
    </li>
  );
}

export function HiddenList({ onClose }: { onClose: () => void }) {
  const hidden = useHere().store.staff.value.hidden;
  if (hidden.length === 0) {
    return <p class="quiet panel-pad">{gettext("No message is hidden.")}</p>;
  }
  return (
    <ul class="panel-pad hidden-list">
      {hidden.map((entry) => (
        <HiddenItem key={entry.id} hidden={entry} onShow={onClose} />
      ))}
    </ul>
  );
}
