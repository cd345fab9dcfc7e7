/** What the chat's tools lay over the log: search, a new notice, what is hidden. */

import { Icon } from "./icon.tsx";
import { sheet } from "./messages_doing.ts";
import type { Search } from "./messages_found.ts";
import { HiddenList } from "./messages_hidden.tsx";
import { NoticeForm } from "./messages_notice_form.tsx";
import { SearchSheet } from "./messages_search.tsx";
import { type Kind, titleOf } from "./messages_tools.tsx";
import { gettext } from "./texts.ts";

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
