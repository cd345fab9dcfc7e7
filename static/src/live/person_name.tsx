/** A person's name wherever it stands in the room. */

import { useComputed } from "@preact/signals";
import { useHere } from "./here.ts";
import { nameOf, type Person } from "./people.ts";

/** What is shown of a person; names may run right to left without turning the line. */
export function ShownName({ person, isPlain = false }: { person: Person | undefined; isPlain?: boolean }) {
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

/** A person as they wish to be shown. */
export function PersonName({ id, isPlain = false }: { id: string; isPlain?: boolean }) {
  const { store } = useHere();
  // Of a room in which much happens, only what concerns this name draws it anew.
  const person = useComputed(() => store.room.value.people[id] ?? store.asides.value.listed?.[id]).value;
  return <ShownName person={person} isPlain={isPlain} />;
}
