/** The panel of the people: who is here, and for moderators who was put out. */

import { useRef } from "preact/hooks";
import { announces } from "./announcer.tsx";
import { useHere } from "./here.ts";
import { nameOf } from "./people.ts";
import { useMorePeople } from "./people_list.ts";
import { PersonName } from "./person_name.tsx";
import { RefusalOf } from "./question_parts.tsx";
import { RemoveButton, RemovedPeople } from "./removals.tsx";
import { offersTab } from "./tabs.tsx";
import { fill, gettext, language, ngettext } from "./texts.ts";

announces("staff", "person.removed", {
  one: ({ data }, room) =>
    fill(gettext("%(name)s was removed from the session."), { name: nameOf(room.people[data.person]) }),
});

function hereNow(count: number): string {
  return fill(ngettext("%(count)s person here now", "%(count)s people here now", count), { count });
}

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

/** Return who is known to be here by what they are called; a removed person is not. */
function useKnown(): string[] {
  const { store } = useHere();
  const asides = store.asides.value;
  const named = { ...asides.listed, ...store.room.value.people };
  const out = new Set(store.staff.value.removed.map((removal) => removal.person));
  const order = new Intl.Collator(language());
  return [...(asides.present?.here ?? [])]
    .filter((id) => named[id] && !out.has(id))
    .sort((a, b) => order.compare(nameOf(named[a]), nameOf(named[b])));
}

/** The list of who is here; a large room names the first hundred, and more on demand. */
function PeoplePanel({ count }: { count: number }) {
  const { config, may } = useHere();
  const known = useKnown();
  const heading = useRef<HTMLHeadingElement>(null);
  const toHeading = () => heading.current?.focus();
  return (
    <div class="panel-scroll panel-pad">
      <h2 class="panel-title" ref={heading} tabIndex={-1}>
        {hereNow(count)}
      </h2>
      <p class="quiet">{gettext("Counted once each, however many windows they have open.")}</p>
      <ul class="people">
        {known.map((id) => (
          <li key={id}>
            <span>
              <PersonName id={id} /> {id === config.person_id && <span class="tag">{gettext("you")}</span>}
            </span>
            {may("person.remove") && id !== config.person_id && (
              <RemoveButton person={id} onRemoved={toHeading} />
            )}
          </li>
        ))}
      </ul>
      {count > known.length && <Missing more={count - known.length} />}
      <RemovedPeople onReadmitted={toHeading} />
    </div>
  );
}

function Waiting() {
  return <p class="quiet panel-pad">{gettext("The list comes as soon as the line is up.")}</p>;
}

offersTab(30, ({ store }) => {
  const present = store.asides.value.present;
  const count = present?.count ?? 0;
  return {
    id: "people",
    label: gettext("People"),
    icon: "users",
    count,
    counted: hereNow(count),
    panel: () => (present ? <PeoplePanel count={count} /> : <Waiting />),
  };
});
