/** The bar under the room's head: which item, how long it still has, what comes next. */

import { useRef, useState } from "preact/hooks";
import {
  type AgendaItem,
  type AgendaPart,
  currentOf,
  lastRunOf,
  leftOf,
  nextOf,
  plannedMinutes,
  spentOn,
} from "./agenda.ts";
import { useAgendaActs, useAgendaKeys } from "./agenda_acts.ts";
import { AgendaList } from "./agenda_list.tsx";
import { ItemTitle, Onward, OtherButtons } from "./agenda_parts.tsx";
import { leftInWords, placeInWords, planInWords } from "./agenda_words.ts";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { RefusalOf } from "./question_parts.tsx";
import { useServerNow } from "./server_clock.ts";
import { gettext } from "./texts.ts";

const LIST = "agenda-list";

/** The time that is left, for the eye each second; a screen reader reads it when it comes by. */
function TimeLeft({ item }: { item: AgendaItem }) {
  const now = useServerNow(1000);
  const left = leftOf(item, now);
  const share = Math.min(1, spentOn(item, now) / ((item.minutes + item.added) * 60_000));
  return (
    <>
      <span class={`agenda-left${left > 0 ? "" : " agenda-over"}`} role="timer">
        {leftInWords(left)}
      </span>
      <svg class="agenda-share" aria-hidden="true" focusable="false">
        <rect class="agenda-share-whole" width="100%" height="100%" />
        <rect class="agenda-share-gone" width={`${share * 100}%`} height="100%" />
      </svg>
    </>
  );
}

function Coming({ item, isFirst }: { item: AgendaItem | undefined; isFirst: boolean }) {
  if (!item) {
    return null;
  }
  return (
    <span class="agenda-next">
      {isFirst ? gettext("First:") : gettext("Next:")} <ItemTitle item={item} />
    </span>
  );
}

/** What is under discussion; before, between and after the items what the agenda holds. */
function Now({ agenda, state }: { agenda: AgendaPart; state: string }) {
  const current = currentOf(agenda);
  const isOver = state === "ended" || state === "cancelled";
  const next = isOver ? undefined : nextOf(agenda);
  if (!current) {
    return (
      <div class="agenda-now">
        <div class="agenda-title">
          <span class="agenda-item">{planInWords(agenda.items.length, plannedMinutes(agenda))}</span>
        </div>
        <p class="agenda-time">
          <Coming item={next} isFirst={!lastRunOf(agenda)} />
        </p>
      </div>
    );
  }
  return (
    <div class="agenda-now">
      <p class="agenda-title">
        <span class="agenda-place">{placeInWords(agenda, current.id)}</span>{" "}
        <span class="agenda-item">
          <ItemTitle item={current} />
        </span>
      </p>
      <p class="agenda-time">
        <TimeLeft item={current} />
        <Coming item={next} isFirst={false} />
      </p>
    </div>
  );
}

/** The agenda as everybody sees it; nothing where a session has none. */
export function AgendaBar() {
  const { store } = useHere();
  const acts = useAgendaActs();
  useAgendaKeys(acts);
  const [isOpen, open] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const { agenda, session } = store.room.value;
  if (agenda.items.length === 0) {
    return null;
  }
  const close = () => {
    open(false);
    toggle.current?.focus();
  };
  return (
    <section
      class="agenda-bar"
      aria-label={gettext("Agenda")}
      onKeyDown={(event) => isOpen && event.key === "Escape" && close()}
    >
      <Now agenda={agenda} state={session.state} />
      <div class="agenda-tools">
        <span class="agenda-tools-wide">
          <OtherButtons acts={acts} />
        </span>
        <Onward acts={acts} />
        <button
          type="button"
          class="btn btn-sm btn-ghost agenda-toggle"
          ref={toggle}
          aria-expanded={isOpen}
          aria-controls={LIST}
          onClick={() => open(!isOpen)}
        >
          <Icon name="list-ordered" />
          <span class="agenda-word">{gettext("Agenda")}</span>
        </button>
      </div>
      <RefusalOf refusal={acts.refusal} />
      <div class="agenda-sheet" id={LIST} hidden={!isOpen}>
        {isOpen && <AgendaList acts={acts} onClose={close} />}
      </div>
    </section>
  );
}
