/** Searching all that was said in the session, also what this page has not loaded. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import type { Message } from "./messages.ts";
import { pageOfSearch } from "./messages_door.ts";
import { type Found, readable, type Search } from "./messages_found.ts";
import { useLog } from "./messages_log_context.ts";
import { goTo } from "./messages_quote.tsx";
import { around, marking } from "./messages_words.ts";
import { PersonName } from "./person_name.tsx";
import { fill, gettext, ngettext } from "./texts.ts";
import { hour } from "./times.ts";

const LONGEST_SOUGHT = 200;

function Hit({ message, sought, onOpen }: { message: Message; sought: string; onOpen: () => void }) {
  const { config } = useHere();
  return (
    <li>
      <p class="message-head">
        <PersonName id={message.person} />
        <time dateTime={message.at} title={config.city}>
          {hour(message.at, config.zone)}
        </time>
      </p>
      <p class="said" lang={message.lang} dir="auto">
        {marking(around(message.text, sought), sought).map((piece, index) =>
          piece.isHit ? <mark key={index}>{piece.text}</mark> : piece.text,
        )}
      </p>
      <button type="button" class="link" onClick={onOpen}>
        {gettext("Show in the log")}
      </button>
    </li>
  );
}

function words(found: Found): string {
  if (found.kind !== "found") {
    return found.kind === "searching" ? gettext("Searching…") : "";
  }
  const count = readable(found).length;
  if (count === 0) {
    return fill(gettext("Nobody has said “%(sought)s” here."), { sought: found.sought });
  }
  const latest = ngettext("The latest %(count)s message with it", "The latest %(count)s messages with it", count);
  const all = ngettext("%(count)s message with it", "%(count)s messages with it", count);
  return fill(found.more ? latest : all, { count });
}

interface Searching {
  search: Search;
  onClose: () => void;
  cross: ComponentChildren;
}

export function SearchSheet({ search, onClose, cross }: Searching) {
  const log = useLog();
  const found = search.found.value;
  const hits = readable(found);
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(found.sought);
  useLayoutEffect(() => box.current?.focus(), []);
  const open = (id: string) => {
    onClose();
    void goTo(log, id);
  };
  return (
    <>
      <form
        class="search-form"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          void search.look(text.trim());
        }}
      >
        <input
          ref={box}
          type="search"
          aria-label={gettext("Search in this chat")}
          placeholder={gettext("Search in this chat")}
          maxLength={LONGEST_SOUGHT}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="btn btn-primary" aria-label={gettext("Search")}>
          <Icon name="search" />
        </button>
        {cross}
      </form>
      <div class="sheet-scroll panel-pad">
        <p class="quiet" role="status">
          {words(found)}
        </p>
        {found.kind === "failed" && (
          <p class="errors" role="alert">
            {gettext("The search did not get through.")}{" "}
            <button type="button" class="link" onClick={() => void search.look(found.sought)}>
              {gettext("Try again")}
            </button>
          </p>
        )}
        <ul class="hits">
          {hits.map((message) => (
            <Hit key={message.id} message={message} sought={found.sought} onOpen={() => open(message.id)} />
          ))}
        </ul>
        {hits.length > 0 && <a href={pageOfSearch(found.sought)}>{gettext("All of it on a page of its own")}</a>}
      </div>
    </>
  );
}
