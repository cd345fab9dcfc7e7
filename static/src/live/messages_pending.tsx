/** What of mine is on its way: new messages as bubbles, and what is being done to those there are. */

import { useHere } from "./here.ts";
import type { Message } from "./messages.ts";
import { useLog } from "./messages_log_context.ts";
import { Gist } from "./messages_quote.tsx";
import { progressOf, waitingFor } from "./messages_words.ts";
import type { Entry } from "./outbox.ts";
import { fill, gettext } from "./texts.ts";

function useIsLineUp(): boolean {
  return ["up", "polling"].includes(useHere().line.state.value.kind);
}

/** Say whether the log does not show it yet: known by its id, before the answer by its text. */
export function isOnItsWay(entry: Entry, messages: Message[], self: string): boolean {
  const text = String(entry.data.text);
  const isIt = (message: Message) =>
    message.id === entry.made ||
    (message.seq > entry.mark && message.person === self && message.text === text);
  return entry.name === "message.post" && !messages.some(isIt);
}

function Failed({ entry, words }: { entry: Entry; words: string }) {
  const { line } = useHere();
  return (
    <>
      <span>{fill(words, { reason: entry.refusal?.text ?? "" })}</span>{" "}
      <button type="button" class="link" onClick={() => line.retry(entry.id)}>
        {gettext("Try again")}
      </button>{" "}
      <button type="button" class="link" onClick={() => line.outbox.discard(entry.id)}>
        {gettext("Discard")}
      </button>
    </>
  );
}

export function Bubble({ entry }: { entry: Entry }) {
  const log = useLog();
  const isLineUp = useIsLineUp();
  const isFailed = entry.state === "failed";
  const original = log.messages.value.find((message) => message.id === entry.data.reply);
  return (
    <li class={`message message-own message-pending${isFailed ? " message-failed" : ""}`}>
      {original && (
        <p class="quote">
          <span class="quote-words">
            <Gist message={original} />
          </span>
        </p>
      )}
      <p class="said" dir="auto">
        {String(entry.data.text)}
      </p>
      <p class="message-fate">
        {isFailed ? (
          <Failed entry={entry} words={gettext("Not sent. %(reason)s")} />
        ) : (
          progressOf(entry, isLineUp, gettext("sending…"))
        )}
      </p>
    </li>
  );
}

/** How an edit, a deletion or a hiding of this message fares; nothing once the log shows it. */
export function Fate({ message, entries }: { message: Message; entries: Entry[] | undefined }) {
  const isLineUp = useIsLineUp();
  const edit = waitingFor(entries, "message.edit");
  const gone = waitingFor(entries, "message.delete") ?? waitingFor(entries, "message.hide");
  if (edit && message.state === "shown" && (edit.state !== "done" || edit.data.text !== message.text)) {
    return (
      <p class={`message-fate${edit.state === "failed" ? " message-fate-failed" : ""}`}>
        {edit.state === "failed" ? (
          <Failed entry={edit} words={gettext("Not changed. %(reason)s")} />
        ) : (
          progressOf(edit, isLineUp, gettext("saving…"))
        )}
      </p>
    );
  }
  if (gone && message.state === "shown") {
    const going = gone.name === "message.hide" ? gettext("hiding…") : gettext("deleting…");
    return <p class="message-fate">{progressOf(gone, isLineUp, going)}</p>;
  }
  return null;
}
