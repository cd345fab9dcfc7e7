/** The chat's tools, and what they lay over the log: search, a new notice, what is hidden. */

import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { sheet } from "./messages_doing.ts";
import type { Search } from "./messages_found.ts";
import { HiddenList } from "./messages_hidden.tsx";
import { NoticeForm } from "./messages_notice.tsx";
import { SearchSheet } from "./messages_search.tsx";
import { isOver } from "./session.tsx";
import { fill, gettext, ngettext } from "./texts.ts";

type Kind = NonNullable<typeof sheet.value>;

function titleOf(kind: Kind): string {
  const titles: Record<Kind, string> = {
    search: gettext("Search"),
    notice: gettext("Notice"),
    hidden: gettext("Hidden"),
  };
  return titles[kind];
}

const ICONS: Record<Kind, string> = { search: "search", notice: "pin", hidden: "eye-off" };

function Tool({ kind, count = 0 }: { kind: Kind; count?: number }) {
  const isOpen = sheet.value === kind;
  const counted = ngettext("%(count)s hidden message", "%(count)s hidden messages", count);
  return (
    <button
      type="button"
      id={`tool-${kind}`}
      class="chat-tool"
      aria-expanded={isOpen}
      onClick={() => {
        sheet.value = isOpen ? null : kind;
      }}
    >
      <Icon name={ICONS[kind]} />
      {titleOf(kind)}
      {count > 0 && (
        <span class="count tab-count">
          <span aria-hidden="true">{count}</span>
          <span class="sr-only">{fill(counted, { count })}</span>
        </span>
      )}
    </button>
  );
}

export function Tools() {
  const here = useHere();
  const { store, may } = here;
  const hidden = store.staff.value.hidden.length;
  return (
    <div class="chat-tools" role="group" aria-label={gettext("Chat tools")}>
      <Tool kind="search" />
      {may("notice.pin") && !isOver(here) && <Tool kind="notice" />}
      {may("message.hide") && <Tool kind="hidden" count={hidden} />}
    </div>
  );
}

interface Laid {
  kind: Kind;
  search: Search;
  onClose: () => void;
}

/** What lies over the log; Escape or its cross takes it away. */
export function Sheet({ kind, search, onClose }: Laid) {
  const away = () => {
    sheet.value = null;
  };
  const cross = (
    <button type="button" class="tool" aria-label={gettext("Close")} onClick={onClose}>
      <Icon name="x" />
    </button>
  );
  return (
    <section
      class="chat-sheet"
      aria-label={titleOf(kind)}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          onClose();
        }
      }}
    >
      {kind === "search" ? (
        <SearchSheet search={search} onClose={away} cross={cross} />
      ) : (
        <div class="chat-sheet-head">
          <h2 class="panel-title">{titleOf(kind)}</h2>
          {cross}
        </div>
      )}
      {kind === "notice" && <NoticeForm onClose={onClose} />}
      {kind === "hidden" && (
        <div class="sheet-scroll">
          <HiddenList onClose={away} />
        </div>
      )}
    </section>
  );
}
