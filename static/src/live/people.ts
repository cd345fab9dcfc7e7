/** The people: how each wishes to be shown, who is here now, and who was put out. */

import { begins, enters, hears, reduces } from "./store.ts";
import { fill, gettext, language } from "./texts.ts";

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

/** Somebody whom a moderator has put out, as the moderators' list holds it. */
export interface Removal {
  person: string;
  at: string;
  by: string;
  reason: string;
}

declare module "./store.ts" {
  interface RoomSlice {
    people: Record<string, Person>;
  }
  interface StaffSlice {
    removed: Removal[];
  }
  interface Asides {
    present?: Present;
    /** People of a large room whom a page of the list has named, though they have not yet acted. */
    listed?: Readonly<Record<string, Person>>;
  }
}

begins("room", "people", {});
reduces("room", "person.shown", (room, { data }) => {
  const { person, kind, name, organisation, country } = data;
  return { ...room, people: { ...room.people, [person]: { kind, name, organisation, country } } };
});

begins("staff", "removed", []);
reduces("staff", "person.removed", (staff, { at, data }) => {
  const { person, by, reason } = data;
  const removed = [...staff.removed, { person, at, by, reason }];
  return { ...staff, removed: removed.sort(byHour) };
});
reduces("staff", "person.readmitted", (staff, { data }) => ({
  ...staff,
  removed: staff.removed.filter((removal) => removal.person !== data.person),
}));

function byHour(a: Removal, b: Removal): number {
  return a.at === b.at ? compare(a.person, b.person) : compare(a.at, b.at);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

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
