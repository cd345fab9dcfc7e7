/** The box to ask: three ways of asking, each saying before the sending who will see the name. */

import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { Composer } from "./composer.tsx";
import { type Here, useHere } from "./here.ts";
import { nameOf } from "./people.ts";
import { Who } from "./question_parts.tsx";
import { whyShut } from "./session.tsx";
import { fill, gettext } from "./texts.ts";

export const LONGEST = 1000;

type Way = "named" | "hidden" | "unnamed";

const WAYS: Way[] = ["named", "hidden", "unnamed"];
/** Chosen for this visit of the page only: nothing remembers that somebody wished to stay unnamed. */
const way = signal<Way>("named");

const ASKED_IN = new Set(["scheduled", "open", "live"]);

/** Say whether questions may be asked: also before the doors open. */
export function mayBeAsked({ store, config, may }: Here): boolean {
  const state = store.isReady.value ? store.room.value.session.state : config.state;
  return may("question.ask") && ASKED_IN.has(state);
}

function wayLabel(each: Way): string {
  const labels: Record<Way, string> = {
    named: gettext("Everyone"),
    hidden: gettext("Moderators"),
    unnamed: gettext("Nobody"),
  };
  return labels[each];
}

/** Return who sees a name that is asked under: where the record is public, more than who is here. */
function everyoneSees(name: string, isPublic: boolean): string {
  if (!name) {
    return isPublic
      ? gettext("Everyone here, and everyone who reads the public record, sees you as your profile shows you.")
      : gettext("Everyone here sees you as your profile shows you.");
  }
  const sentence = isPublic
    ? gettext("Everyone here, and everyone who reads the public record, sees: %(name)s.")
    : gettext("Everyone here sees: %(name)s.");
  return fill(sentence, { name });
}

/** Return who will see the name, for who hears the choice. */
function whoSees(each: Way, name: string, isPublic: boolean): string {
  const sentences: Record<Way, string> = {
    named: everyoneSees(name, isPublic),
    hidden: gettext("Only the moderators see that it is you."),
    unnamed: gettext(
      "Nobody sees that it is you, not even the organisers. It can’t be taken back, nor answered to you personally.",
    ),
  };
  return sentences[each];
}

function useOwnName(): string {
  const { store, config } = useHere();
  const self = store.room.value.people[config.person_id];
  const organisation = self?.kind === "named" ? self.organisation : "";
  const name = self ? nameOf(self) : "";
  return organisation ? `${name}, ${organisation}` : name;
}

function Ways() {
  const name = useOwnName();
  const { has_public_record: isPublic } = useHere().config;
  return (
    <fieldset class="ways">
      <legend>{gettext("Who sees your name?")}</legend>
      <div class="ways-row">
        {WAYS.map((each) => (
          <label key={each} class="way">
            <input
              type="radio"
              name="naming"
              value={each}
              checked={way.value === each}
              aria-describedby={`way-${each}`}
              onChange={() => {
                way.value = each;
              }}
            />
            <span>{wayLabel(each)}</span>
          </label>
        ))}
      </div>
      {WAYS.map((each) => (
        <span key={each} class="sr-only" id={`way-${each}`}>
          {whoSees(each, name, isPublic)}
        </span>
      ))}
    </fieldset>
  );
}

/** The sentence that stays in sight, under the box. */
function Note({ isSent }: { isSent: boolean }) {
  const { store, config } = useHere();
  const self = store.room.value.people[config.person_id];
  const isPublic = config.has_public_record;
  if (isSent) {
    return (
      <span role="status">
        {gettext("Sent without your name. Nothing of it is kept on this device, and nobody can tell you what becomes of it: watch the list.")}
      </span>
    );
  }
  return (
    <>
      {way.value === "named" && self ? (
        <>
          {isPublic
            ? gettext("Everyone here, and everyone who reads the public record, sees:")
            : gettext("Everyone here sees:")}{" "}
          <Who person={self} />.
        </>
      ) : (
        whoSees(way.value, "", isPublic)
      )}{" "}
      {gettext("Moderators read it first.")}
    </>
  );
}

/** Ask in the chosen way; of an unnamed question nothing stays behind once it has arrived. */
function ask({ line }: Here, text: string, onUnnamed: () => void) {
  if (way.value !== "unnamed") {
    return line.say("question.ask", { text, naming: way.value }, true);
  }
  const reply = line.say("question.ask_unnamed", { text }, true);
  void reply.then((answer) => {
    if (answer.ok) {
      line.outbox.discard(reply.id);
      onUnnamed();
    }
  });
  return reply;
}

export function AskBox() {
  const here = useHere();
  const [isSent, setSent] = useState(false);
  // Who has begun sees how they ask, also after they have looked elsewhere.
  const [isBegun, begin] = useState(false);
  return (
    <div
      class={`ask-place${isBegun ? " ask-begun" : ""}`}
      onInput={(event) => {
        setSent(false);
        begin(event.target instanceof HTMLTextAreaElement && event.target.value !== "");
      }}
    >
      <Ways />
      <Composer
        place="question"
        label={gettext("Ask a question…")}
        button={gettext("Send question")}
        most={LONGEST}
        note={<Note isSent={isSent} />}
        say={(text) => ask(here, text, () => setSent(true))}
      />
    </div>
  );
}

/** The box to ask, or why nobody can ask now. */
export function AskPlace() {
  const here = useHere();
  const { store, config, may } = here;
  const state = store.isReady.value ? store.room.value.session.state : config.state;
  if (mayBeAsked(here)) {
    return <AskBox />;
  }
  const why = may("question.ask") ? whyShut(state) : "";
  return (
    <div class="ask-place">
      <p class="quiet panel-pad">{why || gettext("You may read the questions, but not ask.")}</p>
    </div>
  );
}
