/** A box to write in: keeps what is typed, says who will see it, and why it was not taken. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { KeptTexts, placeOf } from "../pages/kept.ts";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { fill, gettext, ngettext } from "./texts.ts";
import type { Refusal, Reply } from "./wire.ts";

/** From here on the room left in a text is shown. */
const NEARLY_FULL = 0.8;

/** On a touch keyboard Enter is the only way to a new line; there one sends with the button. */
export function isTouched(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

export function useSecondsLeft(refusal: Refusal | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const until = Date.now() + (refusal?.retry_in ?? 0) * 1000;
    const look = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    look();
    const timer = setInterval(look, 250);
    return () => clearInterval(timer);
  }, [refusal]);
  return left;
}

/** A refusal that only asks to wait is told by the seconds left, any other in the server's words. */
export function RefusalLine({ refusal, left }: { refusal: Refusal; left: number }) {
  if (!refusal.retry_in) {
    return (
      <p class="composer-refusal" role="alert">
        {refusal.text || gettext("That was not taken.")}
      </p>
    );
  }
  const wait = ngettext(
    "Not sent yet: you can send it in %(count)s second.",
    "Not sent yet: you can send it in %(count)s seconds.",
    left,
  );
  return (
    <p class="composer-refusal">
      <span class="sr-only" role="alert">
        {refusal.text}
      </span>
      <span aria-hidden={left > 0}>
        {left > 0 ? fill(wait, { count: left }) : gettext("You can send it now.")}
      </span>
    </p>
  );
}

interface Asked {
  /** Under which name the text is kept. */
  place: string;
  label: string;
  most: number;
  button: string;
  /** Who will see it. */
  note: ComponentChildren;
  say: (text: string) => Promise<Reply> & { id: string };
  /** What the text is about, above the box. */
  strip?: ComponentChildren;
  /** The text went back into the box, since it was not taken. */
  onReturned?: () => void;
  onEscape?: () => void;
  /** The arrow upwards in an empty box; says whether it did anything. */
  onUp?: () => boolean;
}

export function Composer({ place, label, most, button, note, say, ...more }: Asked) {
  const { config, line } = useHere();
  const kept = useRef(new KeptTexts(sessionStorage, config.person_id)).current;
  const where = placeOf(location.pathname, place);
  const [text, setText] = useState(() => kept.read(where));
  const latest = useRef(text);
  const [refusal, refuse] = useState<Refusal | null>(null);
  const left = useSecondsLeft(refusal);
  const write = (value: string) => {
    latest.current = value;
    kept.write(where, value);
    setText(value);
  };
  // The server counts characters, not UTF-16 units.
  const length = Array.from(text.trim()).length;
  const send = async () => {
    const said = text.trim();
    if (!said || length > most || left > 0) {
      return;
    }
    write("");
    refuse(null);
    const reply = say(said);
    const answer = await reply;
    if (!answer.ok) {
      refuse(answer);
      if (!latest.current) {
        // Nothing else was begun meanwhile: the text goes back to where it was written.
        write(said);
        line.outbox.discard(reply.id);
        more.onReturned?.();
      }
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isSending = event.key === "Enter" && !event.shiftKey && !event.isComposing && !isTouched();
    const isUp = event.key === "ArrowUp" && !latest.current && more.onUp?.();
    if (isSending || isUp) {
      event.preventDefault();
    }
    if (isSending) {
      void send();
    } else if (event.key === "Escape") {
      more.onEscape?.();
    }
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {more.strip && (
        <div class="composer-strip" id={`strip-${place}`}>
          {more.strip}
        </div>
      )}
      <label class="sr-only" for={`write-${place}`}>
        {label}
      </label>
      <div class="composer-row">
        <textarea
          id={`write-${place}`}
          rows={1}
          placeholder={label}
          aria-describedby={more.strip ? `strip-${place} note-${place}` : `note-${place}`}
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          class="btn btn-primary"
          aria-label={button}
          aria-disabled={length === 0 || length > most || left > 0}
        >
          <Icon name="send" />
        </button>
      </div>
      <p class="quiet composer-note" id={`note-${place}`}>
        {note}
        {length > most * NEARLY_FULL && (
          <span class={length > most ? "errors" : undefined}>
            {" "}
            {fill(gettext("%(used)s of %(most)s characters"), { used: length, most })}
          </span>
        )}
      </p>
      {refusal && <RefusalLine refusal={refusal} left={left} />}
    </form>
  );
}
