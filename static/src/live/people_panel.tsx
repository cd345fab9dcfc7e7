/** The panel of the people: who is here, and for moderators who was put out. */

import { useComputed } from "@preact/signals";
import { useMemo, useRef, useState } from "preact/hooks";
import { announces } from "./announcer.tsx";
import { useHere } from "./here.ts";
import { nameOf } from "./people.ts";
import { type Found, useMorePeople, usePeopleSearch } from "./people_list.ts";
import { PersonName, ShownName } from "./person_name.tsx";
import { RefusalOf } from "./question_parts.tsx";
import { RemoveButton, RemovedPeople } from "./removals.tsx";
import { counted } from "./people_tab.tsx";
import { Screens } from "./screens_panel.tsx";
import { fill, gettext, language, ngettext } from "./texts.ts";

announces("staff", "person.removed", {
  one: ({ data }, room) =>
    fill(gettext("%(name)s was removed from the session."), { name: nameOf(room.people[data.person]) }),
});

function Missing({ more }: { more: number }) {
  const { showMore, isBusy, refusal } = useMorePeople();
  const words = ngettext("and %(count)s more person", "and %(count)s more people", more);
  return (
    <div class="actions items-baseline">
      <span class="quiet">{fill(words, { count: more })}</span>
      <button type="button" class="btn btn-sm" disabled={isBusy} onClick={showMore}>
        {gettext("Show more")}
      </button>
      <RefusalOf refusal={refusal} />
    </div>
  );
}

/** Return who is known to be here, oneself first, then by what they are called; a removed person is not. */
function useKnown(): string[] {
  const { store, config } = useHere();
  const { listed, present } = store.asides.value;
  const people = useComputed(() => store.room.value.people).value;
  const removed = useComputed(() => store.staff.value.removed).value;
  // Two thousand names are not sorted anew for each message that comes in.
  return useMemo(() => {
    const named = { ...listed, ...people };
    const out = new Set(removed.map((removal) => removal.person));
    const order = new Intl.Collator(language());
    return [...(present?.here ?? [])]
      .filter((id) => named[id] && !out.has(id) && id !== config.person_id)
      .sort((a, b) => order.compare(nameOf(named[a]), nameOf(named[b])));
  }, [listed, present, people, removed]);
}

/** Oneself, as the others see it, and the way to change that. */
function OwnRow() {
  const { store, config } = useHere();
  const own = store.room.value.people[config.person_id] ?? config.shown;
  return (
    <p class="own-row">
      <ShownName person={own} /> <span class="tag">{gettext("you")}</span>
      <br />
      <span class="quiet">
        {gettext("This is what others see of you.")}{" "}
        <a class="link" href={config.entry_url}>
          {gettext("Change what others see")}
        </a>
      </span>
    </p>
  );
}

function PeopleList({ ids, onRemoved }: { ids: string[]; onRemoved: () => void }) {
  const { config, may } = useHere();
  return (
    <ul class="people">
      {ids.map((id) => (
        <li key={id}>
          <span>
            <PersonName id={id} /> {id === config.person_id && <span class="tag">{gettext("you")}</span>}
          </span>
          {may("person.remove") && id !== config.person_id && <RemoveButton person={id} onRemoved={onRemoved} />}
        </li>
      ))}
    </ul>
  );
}

function foundWords({ count, ids }: Found): string {
  if (count === 0) {
    return gettext("Nobody who is here now shows these words.");
  }
  const words = ngettext("%(count)s person found.", "%(count)s people found.", count);
  const isCut = count > ids.length;
  return `${fill(words, { count })}${isCut ? ` ${gettext("Only the first hundred are shown.")}` : ""}`;
}

/** Who is here, or what is found among them; a large room names the first hundred, and more on demand. */
function Listed({ count, onRemoved }: { count: number; onRemoved: () => void }) {
  const { store, config } = useHere();
  const known = useKnown();
  const [asked, ask] = useState("");
  const { found, refusal } = usePeopleSearch(asked);
  const isHere = store.asides.value.present?.here.has(config.person_id) ?? false;
  const ids = found ? found.ids : known;
  const list = useMemo(() => <PeopleList ids={ids} onRemoved={onRemoved} />, [ids]);
  const missing = count - known.length - Number(isHere);
  return (
    <>
      <search class="people-search">
        <label>
          <span class="quiet">{gettext("Search by name, organisation or country, as they are shown")}</span>
          <input type="search" maxLength={100} dir="auto" value={asked} onInput={(event) => ask(event.currentTarget.value)} />
        </label>
      </search>
      <p class="quiet" role="status">
        {found && foundWords(found)}
      </p>
      <RefusalOf refusal={refusal} />
      {list}
      {!found && missing > 0 && <Missing more={missing} />}
    </>
  );
}

/** The panel: oneself first, who else is here, the shared screens, and who was put out. */
export function PeoplePanel({ count }: { count: number }) {
  const { store } = useHere();
  const heading = useRef<HTMLHeadingElement>(null);
  const toHeading = () => heading.current?.focus();
  return (
    <div class="panel-scroll panel-pad">
      <h2 class="panel-title" ref={heading} tabIndex={-1}>
        {counted(count, store.room.value.screens)}
      </h2>
      <p class="quiet">{gettext("Counted once each, however many windows they have open.")}</p>
      <OwnRow />
      <Listed count={count} onRemoved={toHeading} />
      <Screens />
      <RemovedPeople onReadmitted={toHeading} />
    </div>
  );
}
