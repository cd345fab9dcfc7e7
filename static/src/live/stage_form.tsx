/** The moderators' form for the stage: what everyone sees there from now on. */

import { useRef, useState } from "preact/hooks";
import { useHere } from "./here.ts";
import { RefusalOf, useKeptText } from "./question_parts.tsx";
import type { StageKind } from "./stage.ts";
import { fill, gettext } from "./texts.ts";
import type { Refusal } from "./wire.ts";

const FORM = "stage-form";
const LONGEST_URL = 500;

function kinds(): { kind: StageKind; label: string }[] {
  return [
    { kind: "card", label: gettext("The title card alone") },
    { kind: "link", label: gettext("A link to another service") },
    { kind: "embed", label: gettext("A video inside the page") },
  ];
}

function Kinds({ chosen, choose }: { chosen: StageKind; choose: (kind: StageKind) => void }) {
  return (
    <fieldset>
      <legend>{gettext("What the room shows as its stage")}</legend>
      {kinds().map(({ kind, label }) => (
        <label key={kind}>
          <input
            type="radio"
            class="radio radio-sm"
            name="stage-kind"
            checked={chosen === kind}
            onChange={() => choose(kind)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

interface Address {
  kind: StageKind;
  url: string;
  write: (url: string) => void;
  isRefused: boolean;
}

function AddressField({ kind, url, write, isRefused }: Address) {
  const { config } = useHere();
  const hosts = config.embed_hosts.join(", ");
  return (
    <div class="field">
      <label for="stage-url">{gettext("Address, beginning with https://")}</label>
      <input
        id="stage-url"
        type="url"
        inputMode="url"
        maxLength={LONGEST_URL}
        value={url}
        aria-invalid={isRefused}
        aria-describedby={isRefused ? "stage-refusal stage-hosts" : "stage-hosts"}
        onInput={(event) => write(event.currentTarget.value)}
      />
      <span class="quiet" id="stage-hosts">
        {kind === "embed" && fill(gettext("Videos of these services can be shown: %(hosts)s."), { hosts })}
      </span>
    </div>
  );
}

function StageForm({ onClose }: { onClose: () => void }) {
  const { store, line } = useHere();
  const [kind, choose] = useState<StageKind>(() => store.room.peek().stage.kind);
  const [url, write] = useKeptText("stage-url", store.room.peek().stage.url);
  const [refusal, refuse] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const set = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    const reply = await line.say("stage.set", { kind, url: kind === "card" ? "" : url.trim() });
    setBusy(false);
    refuse(reply.ok ? null : reply);
    if (reply.ok) {
      write("");
      onClose();
    }
  };
  const words = refusal && (refusal.text || gettext("That was not taken."));
  return (
    // What the address is worth, the server says, in the page's language and beside the field.
    <form class="stage-form" id={FORM} noValidate onSubmit={set}>
      <Kinds chosen={kind} choose={choose} />
      {kind !== "card" && (
        <AddressField kind={kind} url={url} write={write} isRefused={!!refusal} />
      )}
      <div id="stage-refusal">
        <RefusalOf refusal={words ?? ""} />
      </div>
      <p class="actions">
        <button type="submit" class="btn btn-sm btn-primary" disabled={isBusy}>
          {gettext("Show this to everyone")}
        </button>
        <button type="button" class="btn btn-sm" onClick={onClose}>
          {gettext("Cancel")}
        </button>
      </p>
    </form>
  );
}

/** The button to the form, for those who may change the stage, while there is a stage. */
export function StageDesk() {
  const { store, may } = useHere();
  const [isOpen, open] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { state } = store.room.value.session;
  if (!may("stage.set") || state === "ended" || state === "cancelled") {
    return null;
  }
  const close = () => {
    open(false);
    button.current?.focus();
  };
  return (
    <div class="stage-desk">
      <button
        type="button"
        class="btn btn-sm"
        ref={button}
        aria-expanded={isOpen}
        aria-controls={FORM}
        onClick={() => open(!isOpen)}
      >
        {gettext("Change the stage")}
      </button>
      {isOpen && <StageForm onClose={close} />}
    </div>
  );
}
