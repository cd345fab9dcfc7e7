/** The chat's tools: each lays a sheet over the log. */

import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { sheet } from "./messages_doing.ts";
import { isOver } from "./session.tsx";
import { fill, gettext, ngettext } from "./texts.ts";

export type Kind = NonNullable<typeof sheet.value>;

export function titleOf(kind: Kind): string {
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
