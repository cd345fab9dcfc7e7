/** Putting somebody out of the session, and letting them in again: the moderators' part of the people. */

import { useEffect, useRef, useState } from "preact/hooks";
import { useHere } from "./here.ts";
import { nameOf, type Removal } from "./people.ts";
import { PersonName } from "./person_name.tsx";
import { RefusalOf, useAct } from "./question_parts.tsx";
import { fill, gettext } from "./texts.ts";
import { hour } from "./times.ts";

const LONGEST_REASON = 1000;

function useName(person: string): string {
  const { store } = useHere();
  return nameOf(store.room.value.people[person] ?? store.asides.value.listed?.[person]);
}

interface Asked {
  person: string;
  onRemoved: () => void;
  onClose: () => void;
}

function RemoveForm({ person, onRemoved, onClose }: Asked) {
  const { act, isBusy, refusal } = useAct();
  const [reason, setReason] = useState("");
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const remove = async (event: Event) => {
    event.preventDefault();
    if (await act("person.remove", reason.trim() ? { person, reason: reason.trim() } : { person })) {
      onRemoved();
    }
  };
  return (
    <form class="answer-form" onSubmit={remove}>
      <label>
        <span class="quiet">{gettext("Reason, for the moderators (may stay empty)")}</span>
        <input
          ref={first}
          value={reason}
          maxLength={LONGEST_REASON}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="btn btn-sm btn-warning" disabled={isBusy}>
        {gettext("Remove from the session")}
      </button>{" "}
      <button type="button" class="btn btn-sm" onClick={onClose}>
        {gettext("Cancel")}
      </button>
      <RefusalOf refusal={refusal} />
    </form>
  );
}

/** The way to put somebody out: asked once, with room for a reason. */
export function RemoveButton({ person, onRemoved }: Omit<Asked, "onClose">) {
  const [isAsked, ask] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasAsked = useRef(false);
  const name = useName(person);
  useEffect(() => {
    if (wasAsked.current && !isAsked) {
      button.current?.focus();
    }
    wasAsked.current = isAsked;
  }, [isAsked]);
  if (isAsked) {
    return <RemoveForm person={person} onRemoved={onRemoved} onClose={() => ask(false)} />;
  }
  return (
    <button
      type="button"
      class="btn btn-xs btn-ghost"
      ref={button}
      aria-label={fill(gettext("Remove %(name)s from the session"), { name })}
      onClick={() => ask(true)}
    >
      {gettext("Remove")}
    </button>
  );
}

function RemovedItem({ removal, onReadmitted }: { removal: Removal; onReadmitted: () => void }) {
  const { config, may } = useHere();
  const { act, isBusy, refusal } = useAct();
  const name = useName(removal.person);
  const readmit = async () => {
    if (await act("person.readmit", { person: removal.person })) {
      onReadmitted();
    }
  };
  return (
    <li>
      <span>
        <PersonName id={removal.person} />
        <br />
        <span class="quiet">
          <time dateTime={removal.at}>{hour(removal.at, config.zone)}</time> {config.city}
          {" · "}
          <PersonName id={removal.by} isPlain />
          {removal.reason && (
            <>
              {" · "}
              <span dir="auto">{removal.reason}</span>
            </>
          )}
        </span>
      </span>
      {may("person.readmit") && (
        <button
          type="button"
          class="btn btn-xs"
          disabled={isBusy}
          aria-label={fill(gettext("Let %(name)s in again"), { name })}
          onClick={readmit}
        >
          {gettext("Let in again")}
        </button>
      )}
      <RefusalOf refusal={refusal} />
    </li>
  );
}

/** Who was put out; nothing while nobody was. */
export function RemovedPeople({ onReadmitted }: { onReadmitted: () => void }) {
  const { store } = useHere();
  const removed = store.staff.value.removed;
  if (removed.length === 0) {
    return null;
  }
  return (
    <section>
      <h3 class="panel-title mt-4">{gettext("Who was removed from the session")}</h3>
      <ul class="people">
        {removed.map((removal) => (
          <RemovedItem key={removal.person} removal={removal} onReadmitted={onReadmitted} />
        ))}
      </ul>
    </section>
  );
}
