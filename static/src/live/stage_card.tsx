/** The title card: what comes, who speaks now, or that it is over; there is always something on it. */

import { type AgendaItem, currentOf, nextOf } from "./agenda.ts";
import { ItemTitle } from "./agenda_parts.tsx";
import { placeInWords } from "./agenda_words.ts";
import { useHere } from "./here.ts";
import { useServerNow } from "./server_clock.ts";
import { startsIn } from "./stage.ts";
import { gettext } from "./texts.ts";
import { hour } from "./times.ts";

function Speakers() {
  const { config } = useHere();
  if (config.speakers.length === 0) {
    return null;
  }
  return (
    <ul class="stage-speakers">
      {config.speakers.map(({ name, lang }) => (
        <li key={name}>
          <bdi lang={lang}>{name}</bdi>
        </li>
      ))}
    </ul>
  );
}

function At({ at }: { at: string }) {
  const { config } = useHere();
  const zone = config.abbreviation === config.city ? "" : ` (${config.abbreviation})`;
  return (
    <>
      <time dateTime={at}>{hour(at, config.zone)}</time> {config.city}
      {zone}
    </>
  );
}

function Coming({ item }: { item: AgendaItem | undefined }) {
  if (!item) {
    return null;
  }
  return (
    <p class="stage-coming">
      {gettext("Next:")} <ItemTitle item={item} />
      {item.speaker && (
        <>
          {" · "}
          <bdi>{item.speaker}</bdi>
        </>
      )}
    </p>
  );
}

function Before() {
  const { config, store } = useHere();
  const now = useServerNow(1000);
  return (
    <>
      <div class="stage-words">{startsIn(Date.parse(config.starts_at) - now)}</div>
      <p class="quiet">
        <At at={config.starts_at} />
      </p>
      <Speakers />
      <Coming item={nextOf(store.room.value.agenda)} />
    </>
  );
}

function CurrentItem({ item }: { item: AgendaItem }) {
  const { store } = useHere();
  return (
    <>
      <p class="eyebrow">{placeInWords(store.room.value.agenda, item.id)}</p>
      <p class="stage-words">
        <ItemTitle item={item} />
      </p>
      {item.speaker && (
        <p class="stage-speaker" dir="auto">
          {item.speaker}
        </p>
      )}
    </>
  );
}

/** In session, with nothing of the agenda under discussion. */
function Between() {
  const { config, store } = useHere();
  const { agenda, session } = store.room.value;
  return (
    <>
      {session.started_at && (
        <p class="eyebrow">
          {gettext("Live since:")} <At at={session.started_at} />
        </p>
      )}
      {config.speakers.length > 0 ? (
        <Speakers />
      ) : (
        <p class="stage-words" lang={config.title_lang} dir="auto">
          {config.title}
        </p>
      )}
      <Coming item={nextOf(agenda)} />
    </>
  );
}

function After() {
  const ended = useHere().store.room.value.session.ended_at;
  return (
    <>
      <p class="stage-words">{gettext("This session has ended.")}</p>
      {ended && (
        <p class="quiet">
          <At at={ended} />
        </p>
      )}
    </>
  );
}

function Content() {
  const { store } = useHere();
  const { agenda, session } = store.room.value;
  switch (session.state) {
    case "live": {
      const current = currentOf(agenda);
      return current ? <CurrentItem item={current} /> : <Between />;
    }
    case "ended":
      return <After />;
    case "cancelled":
      return <p class="stage-words">{gettext("This session was cancelled.")}</p>;
    default:
      return <Before />;
  }
}

export function TitleCard() {
  return (
    <div class="stage-card">
      <Content />
    </div>
  );
}
