/** The people: how each wishes to be shown, and who is here now. */

import { useHere } from "./here.ts";
import { begins, enters, hears, reduces } from "./store.ts";
import { offersTab } from "./tabs.tsx";
import { fill, gettext, language, ngettext } from "./texts.ts";

export interface Person {
  kind: string;
  name: string;
  organisation: string;
  country: string;
}

/** Who is here now: the true count, and those of whom we know by id. */
export interface Present {
  count: number;
  here: ReadonlySet<string>;
}

declare module "./store.ts" {
  interface RoomSlice {
    people: Record<string, Person>;
  }
  interface Asides {
    present?: Present;
  }
}

begins("room", "people", {});
reduces("room", "person.shown", (room, { data }) => {
  const { person, kind, name, organisation, country } = data;
  return { ...room, people: { ...room.people, [person]: { kind, name, organisation, country } } };
});

enters((asides, entrance) =>
  entrance.people
    ? {
        ...asides,
        present: { count: entrance.people.count, here: new Set(entrance.people.here) },
      }
    : asides,
);
hears("people.present", (asides, { count, joined, left }) => {
  const here = new Set(asides.present?.here);
  for (const person of joined) {
    here.add(person);
  }
  for (const person of left) {
    here.delete(person);
  }
  return { ...asides, present: { count, here } };
});

function countryName(code: string): string {
  try {
    return new Intl.DisplayNames([language()], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Return what a person is called in plain words. */
export function nameOf(person: Person | undefined): string {
  if (!person) {
    return gettext("someone");
  }
  if (person.kind !== "delegate") {
    return person.name;
  }
  if (!person.country) {
    return gettext("a delegate");
  }
  return fill(gettext("a delegate, %(country)s"), { country: countryName(person.country) });
}

/** A person as they wish to be shown; names may run right to left without turning the line. */
export function PersonName({ id, isPlain = false }: { id: string; isPlain?: boolean }) {
  const person = useHere().store.room.value.people[id];
  const organisation = person?.kind === "named" ? person.organisation : "";
  return (
    <span class="who">
      <bdi class={isPlain ? undefined : "who-name"}>{nameOf(person)}</bdi>
      {organisation && (
        <>
          {", "}
          <bdi class="who-organisation">{organisation}</bdi>
        </>
      )}
    </span>
  );
}

function hereNow(count: number): string {
  return fill(ngettext("%(count)s person here now", "%(count)s people here now", count), { count });
}

function Missing({ more }: { more: number }) {
  const words = ngettext("and %(count)s more person", "and %(count)s more people", more);
  return <li class="quiet">{fill(words, { count: more })}</li>;
}

/** The list of who is here; a large room names the first hundred and counts the rest. */
function PeoplePanel() {
  const { store, config } = useHere();
  const present = store.asides.value.present;
  if (!present) {
    return <p class="quiet panel-pad">{gettext("The list comes as soon as the line is up.")}</p>;
  }
  const people = store.room.value.people;
  const order = new Intl.Collator(language());
  const known = [...present.here]
    .filter((id) => people[id])
    .sort((a, b) => order.compare(nameOf(people[a]), nameOf(people[b])));
  return (
    <div class="panel-scroll panel-pad">
      <h2 class="panel-title">{hereNow(present.count)}</h2>
      <p class="quiet">{gettext("Counted once each, however many windows they have open.")}</p>
      <ul class="people">
        {known.map((id) => (
          <li key={id}>
            <PersonName id={id} />
            {id === config.person_id && <span class="tag">{gettext("you")}</span>}
          </li>
        ))}
        {present.count > known.length && <Missing more={present.count - known.length} />}
      </ul>
    </div>
  );
}

offersTab(30, ({ store }) => {
  const count = store.asides.value.present?.count ?? 0;
  return {
    id: "people",
    label: gettext("People"),
    icon: "users",
    count,
    counted: hereNow(count),
    panel: () => <PeoplePanel />,
  };
});
