/** A person's name wherever it stands in the room. */

import { useHere } from "./here.ts";
import { nameOf } from "./people.ts";

/** A person as they wish to be shown; names may run right to left without turning the line. */
export function PersonName({ id, isPlain = false }: { id: string; isPlain?: boolean }) {
  const { store } = useHere();
  const person = store.room.value.people[id] ?? store.asides.value.listed?.[id];
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
