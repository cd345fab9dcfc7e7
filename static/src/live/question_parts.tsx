/** What all views of a question share: its text, who asks it in words, and how a command about it fares. */

import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { KeptTexts, placeOf } from "../pages/kept.ts";
import { Folded } from "./folded.tsx";
import { useHere } from "./here.ts";
import { nameOf, type Person } from "./people.ts";
import { gettext } from "./texts.ts";
import { hour } from "./times.ts";
import type { Commands } from "./wire.gen.ts";

/** Run a command from a button: busy while it is on its way, its refusal told beside it. */
export function useAct() {
  const { line } = useHere();
  const [isBusy, setBusy] = useState(false);
  const [refusal, refuse] = useState("");
  const act = async <N extends keyof Commands>(name: N, data: Commands[N]) => {
    setBusy(true);
    const reply = await line.say(name, data);
    setBusy(false);
    refuse(reply.ok ? "" : reply.text || gettext("That was not taken."));
    return reply.ok;
  };
  return { act, isBusy, refusal };
}

export function RefusalOf({ refusal }: { refusal: string }) {
  return refusal ? (
    <p class="errors" role="alert">
      {refusal}
    </p>
  ) : null;
}

/** A text field whose content outlives a reload, until it has arrived. */
export function useKeptText(place: string, first = ""): [string, (text: string) => void] {
  const { config } = useHere();
  const kept = useRef(new KeptTexts(sessionStorage, config.person_id)).current;
  const where = placeOf(location.pathname, place);
  const [text, setText] = useState(() => kept.read(where) || first);
  const write = (value: string) => {
    kept.write(where, value);
    setText(value);
  };
  return [text, write];
}

export function Said({ question }: { question: { text: string; lang: string } }) {
  return (
    <Folded text={question.text}>
      {(part) => (
        <p class="said question-text" lang={question.lang} dir="auto">
          {part}
        </p>
      )}
    </Folded>
  );
}

/** A sentence with a name in it, which may run the other way without turning the sentence. */
export function Named({ sentence, name }: { sentence: string; name: ComponentChildren }) {
  const [before = "", after = ""] = sentence.split("%(name)s");
  return (
    <>
      {before}
      <bdi>{name}</bdi>
      {after}
    </>
  );
}

/** A person as they wish to be shown; given rather than looked up, so that rows redraw by themselves. */
export function Who({ person }: { person: Person | undefined }) {
  const organisation = person?.kind === "named" ? person.organisation : "";
  return (
    <span class="who">
      <bdi>{nameOf(person)}</bdi>
      {organisation && (
        <>
          {", "}
          <bdi class="who-organisation">{organisation}</bdi>
        </>
      )}
    </span>
  );
}

export interface Asked {
  naming: string;
  on_behalf?: string;
  at: string;
}

/** Who asks, in words for each way of asking; the asker of a hidden one is known to moderators. */
export function Asker({ question, asker }: { question: Asked; asker: Person | undefined }) {
  switch (question.naming) {
    case "unnamed":
      return <>{gettext("asked without a name")}</>;
    case "hall":
      return question.on_behalf ? (
        <Named sentence={gettext("asked in the hall by %(name)s")} name={question.on_behalf} />
      ) : (
        <>{gettext("asked in the hall")}</>
      );
    case "hidden":
      return asker ? (
        <>
          <Who person={asker} /> <span class="tag">{gettext("only moderators see this name")}</span>
        </>
      ) : (
        <>{gettext("only the moderators see who asks")}</>
      );
    default:
      return <Who person={asker} />;
  }
}

export function Byline({ question, asker }: { question: Asked; asker: Person | undefined }) {
  const { config } = useHere();
  return (
    <p class="quiet byline">
      <Asker question={question} asker={asker} />
      {" · "}
      <time dateTime={question.at} title={config.city}>
        {hour(question.at, config.zone)}
      </time>
    </p>
  );
}

/** What was first asked, where somebody has edited it. */
export function Original({ text }: { text: string | null | undefined }) {
  return text ? (
    <details class="original">
      <summary>{gettext("What was first asked")}</summary>
      <p class="said" dir="auto">
        {text}
      </p>
    </details>
  ) : null;
}
