/** "We are 8 here": one's own form, and the moderators' list of what people say of their screens. */

import { useEffect, useRef, useState } from "preact/hooks";
import { announces } from "./announcer.tsx";
import { useHere } from "./here.ts";
import { nameOf } from "./people.ts";
import { PersonName } from "./person_name.tsx";
import { RefusalOf, useAct } from "./question_parts.tsx";
import type { Claim, OwnScreen } from "./screens.ts";
import { fill, gettext, ngettext } from "./texts.ts";

const MOST_HEADS = 200;

announces("staff", "screen.declared", {
  one: ({ data }, room) =>
    fill(
      ngettext(
        "%(name)s says that %(count)s person is at their screen.",
        "%(name)s says that %(count)s people are at their screen.",
        data.heads,
      ),
      { name: nameOf(room.people[data.person]), count: data.heads },
    ),
});
announces("me", "screen.noted", {
  one: ({ data }) => (data.confirmed ? gettext("A moderator has confirmed how many you are at your screen.") : ""),
});

function Standing({ screen }: { screen: OwnScreen }) {
  const words = ngettext(
    "You said that %(count)s of you are at this screen.",
    "You said that %(count)s of you are at this screen.",
    screen.heads,
  );
  return (
    <p>
      {fill(words, { count: screen.heads })}{" "}
      <span class="tag">{screen.confirmed ? gettext("confirmed") : gettext("not confirmed yet")}</span>
    </p>
  );
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function ScreenForm({ screen, onClose }: { screen: OwnScreen | null; onClose: () => void }) {
  const { act, isBusy, refusal } = useAct();
  const [heads, setHeads] = useState(screen ? String(screen.heads) : "");
  const [signedIn, setSignedIn] = useState(screen ? String(screen.signed_in) : "1");
  const [names, setNames] = useState(screen ? screen.names.join("\n") : "");
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const tell = async (event: Event) => {
    event.preventDefault();
    if (await act("screen.declare", { heads: Number(heads), signed_in: Number(signedIn), names: lines(names) })) {
      onClose();
    }
  };
  const takeBack = async () => {
    if (await act("screen.withdraw", {})) {
      onClose();
    }
  };
  return (
    <form class="answer-form screen-form" onSubmit={tell}>
      <label>
        <span>{gettext("How many are you at this screen, yourself included?")}</span>
        <input
          ref={first}
          type="number"
          min={2}
          max={MOST_HEADS}
          required
          inputMode="numeric"
          value={heads}
          onInput={(event) => setHeads(event.currentTarget.value)}
        />
      </label>
      <label>
        <span>{gettext("How many of you are signed in here themselves, yourself included?")}</span>
        <input
          type="number"
          min={1}
          max={MOST_HEADS}
          required
          inputMode="numeric"
          value={signedIn}
          onInput={(event) => setSignedIn(event.currentTarget.value)}
        />
      </label>
      <label>
        <span>{gettext("Names of the others, one a line (may stay empty)")}</span>
        <textarea rows={3} dir="auto" value={names} onInput={(event) => setNames(event.currentTarget.value)} />
      </label>
      <p class="quiet">
        {gettext("Only one of you says this, for all at this screen.")}{" "}
        {gettext(
          "Only the moderators and the organisers see the names. Once a moderator confirms the number, everyone sees it; a change has to be confirmed anew.",
        )}
      </p>
      <div class="actions">
        <button type="submit" class="btn btn-sm btn-primary" disabled={isBusy}>
          {gettext("Tell the moderators")}
        </button>
        {screen && (
          <button type="button" class="btn btn-sm" disabled={isBusy} onClick={takeBack}>
            {gettext("Take this back")}
          </button>
        )}
        <button type="button" class="btn btn-sm" onClick={onClose}>
          {gettext("Cancel")}
        </button>
      </div>
      <RefusalOf refusal={refusal} />
    </form>
  );
}

/** What one has said of one's own screen, and the way to say it while the doors are open. */
function OwnPart() {
  const { store, may } = useHere();
  const screen = store.me.value.screen;
  const isOpen = ["open", "live"].includes(store.room.value.session.state);
  const [isAsked, ask] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    ask(false);
    setTimeout(() => button.current?.focus());
  };
  return (
    <>
      {screen && <Standing screen={screen} />}
      {isAsked && isOpen && <ScreenForm screen={screen} onClose={close} />}
      {!isAsked && isOpen && may("screen.declare") && (
        <button type="button" class="btn btn-sm btn-outline" ref={button} onClick={() => ask(true)}>
          {screen ? gettext("Change how many we are") : gettext("We are several here")}
        </button>
      )}
    </>
  );
}

function ClaimItem({ claim }: { claim: Claim }) {
  const { store, may } = useHere();
  const { act, isBusy, refusal } = useAct();
  const { person, heads, signed_in, names, confirmed } = claim;
  const name = nameOf(store.room.value.people[person]);
  const words = ngettext("%(count)s at this screen", "%(count)s at this screen", heads);
  const label = fill(gettext("Confirm %(count)s at the screen of %(name)s"), { count: heads, name });
  return (
    <li>
      <span>
        <PersonName id={person} />
        <br />
        <span class="quiet">
          {fill(words, { count: heads })}
          {signed_in > 1 &&
            `, ${fill(ngettext("%(count)s of them signed in", "%(count)s of them signed in", signed_in), { count: signed_in })}`}
        </span>
        {names.length > 0 && (
          <ul class="at-screen quiet">
            {names.map((each, place) => (
              <li key={place}>
                <bdi>{each}</bdi>
              </li>
            ))}
          </ul>
        )}
      </span>
      {confirmed && <span class="tag">{gettext("confirmed")}</span>}
      {!confirmed && may("screen.confirm") && (
        <button
          type="button"
          class="btn btn-xs"
          disabled={isBusy}
          aria-label={label}
          onClick={() => void act("screen.confirm", { person, heads, signed_in, names })}
        >
          {gettext("Confirm")}
        </button>
      )}
      <RefusalOf refusal={refusal} />
    </li>
  );
}

/** All of it, below the list of people. */
export function Screens() {
  const { store } = useHere();
  const claims = store.staff.value.screens;
  return (
    <section class="screens">
      <h3 class="panel-title">{gettext("Several people at one screen")}</h3>
      <OwnPart />
      {claims.length > 0 && (
        <>
          <h4 class="panel-title mt-4">{gettext("Shared screens, as people say")}</h4>
          <ul class="people">
            {claims.map((claim) => (
              <ClaimItem key={claim.person} claim={claim} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
