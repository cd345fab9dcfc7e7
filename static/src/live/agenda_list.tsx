/** The whole agenda: what is planned, when each item ran, and for moderators the way to start any. */

import { type AgendaItem, type ItemRun, plannedMinutes, titleOf } from "./agenda.ts";
import { type AgendaActs, offerOf } from "./agenda_acts.ts";
import { ItemTitle, OtherButtons } from "./agenda_parts.tsx";
import { minutes, planInWords } from "./agenda_words.ts";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { fill, gettext } from "./texts.ts";
import { hour } from "./times.ts";

function Run({ run }: { run: ItemRun }) {
  const { config } = useHere();
  return (
    <span class="agenda-run">
      {!run.ended_at && `${gettext("Began:")} `}
      <time dateTime={run.started_at}>{hour(run.started_at, config.zone)}</time>
      {run.ended_at && (
        <>
          –<time dateTime={run.ended_at}>{hour(run.ended_at, config.zone)}</time>
        </>
      )}{" "}
      {config.city}
      {config.abbreviation !== config.city && ` (${config.abbreviation})`}
    </span>
  );
}

function Planned({ item }: { item: AgendaItem }) {
  if (item.added === 0) {
    return <span>{minutes(item.minutes)}</span>;
  }
  const words = gettext("%(minutes)s, %(added)s of them added");
  const values = { minutes: minutes(item.minutes + item.added), added: item.added };
  return <span>{fill(words, values)}</span>;
}

function Line({ item, acts }: { item: AgendaItem; acts: AgendaActs }) {
  const here = useHere();
  const isCurrent = here.store.room.value.agenda.current === item.id;
  const start = item.runs.length > 0 ? gettext("Go back to it") : gettext("Start");
  return (
    <li class={isCurrent ? "agenda-current" : undefined} aria-current={isCurrent ? "step" : undefined}>
      <div>
        <p class="agenda-line">
          <ItemTitle item={item} />
          {isCurrent && <span class="tag agenda-tag">{gettext("now")}</span>}
          {!isCurrent && item.runs.length > 0 && <span class="tag">{gettext("done")}</span>}
        </p>
        {item.speaker && <p dir="auto">{item.speaker}</p>}
        <p class="quiet agenda-facts">
          <Planned item={item} />
          {item.runs.map((run) => (
            <Run key={run.started_at} run={run} />
          ))}
        </p>
      </div>
      {offerOf(here) && !isCurrent && (
        <button
          type="button"
          class="btn btn-xs"
          aria-disabled={acts.isBusy}
          aria-label={`${start}: ${titleOf(item).text}`}
          onClick={() => !acts.isBusy && acts.start(item.id)}
        >
          {start}
        </button>
      )}
    </li>
  );
}

export function AgendaList({ acts, onClose }: { acts: AgendaActs; onClose: () => void }) {
  const { store, may } = useHere();
  const { agenda, session } = store.room.value;
  const isAhead = session.state === "scheduled" || session.state === "open";
  return (
    <>
      <div class="agenda-sheet-head">
        <h2 class="panel-title">{gettext("Agenda")}</h2>
        <p class="quiet">{planInWords(agenda.items.length, plannedMinutes(agenda))}</p>
        <button type="button" class="tool" aria-label={gettext("Close the agenda")} onClick={onClose}>
          <Icon name="x" />
        </button>
      </div>
      <div class="agenda-tools agenda-tools-narrow">
        <OtherButtons acts={acts} />
      </div>
      {isAhead && may("agenda.next") && (
        <p class="quiet">{gettext("Items can be started once the session is live.")}</p>
      )}
      <ol class="agenda-items">
        {agenda.items.map((item) => (
          <Line key={item.id} item={item} acts={acts} />
        ))}
      </ol>
    </>
  );
}
