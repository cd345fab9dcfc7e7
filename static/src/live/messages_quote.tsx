/** What a message answers, in one line: a way to the original, wherever that is. */

import { useComputed } from "@preact/signals";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { target } from "./messages_doing.ts";
import { pageOf } from "./messages_door.ts";
import type { Message } from "./messages.ts";
import type { MessageLog } from "./messages_log.ts";
import { useLog } from "./messages_log_context.ts";
import { firstWords, tombstone } from "./messages_words.ts";
import { nameOf } from "./people.ts";
import { gettext } from "./texts.ts";

/** A message in half a line, as a quotation. */
export function Gist({ message }: { message: Message }) {
  const { store } = useHere();
  const who = useComputed(() => nameOf(store.room.value.people[message.person])).value;
  return (
    <>
      <bdi class="quote-who">{who}</bdi>{" "}
      {message.state === "shown" ? (
        <span lang={message.lang} dir="auto">
          {firstWords(message.text)}
        </span>
      ) : (
        <i>{tombstone(message.state)}</i>
      )}
    </>
  );
}

/** Go to a message: in the log where it can be loaded, else on its own page. */
export async function goTo(log: MessageLog, id: string): Promise<void> {
  if (log.has(id) || (await log.reach(id))) {
    target.value = id;
  } else {
    location.assign(pageOf(id));
  }
}

export function Quote({ id, tabIndex }: { id: string; tabIndex: number }) {
  const log = useLog();
  const original = useComputed(() => log.messages.value.find((message) => message.id === id)).value;
  const follow = (event: Event) => {
    event.preventDefault();
    void goTo(log, id);
  };
  if (!original) {
    return (
      <a class="quote" href={pageOf(id)} tabIndex={tabIndex} onClick={follow}>
        <Icon name="reply" />
        <span class="quote-words">{gettext("In reply to an earlier message")}</span>
      </a>
    );
  }
  return (
    <button type="button" class="quote" tabIndex={tabIndex} onClick={follow}>
      <Icon name="reply" />
      <span class="quote-words">
        <span class="sr-only">{gettext("In reply to:")} </span>
        <Gist message={original} />
      </span>
    </button>
  );
}
