/** What the bar and the list of the agenda share: a title in its language, and the moderators' buttons. */

import { type AgendaItem, titleOf } from "./agenda.ts";
import { type AgendaActs, MORE, offerOf } from "./agenda_acts.ts";
import { useHere } from "./here.ts";
import { KeyHint } from "./key_hint.tsx";
import { fill, gettext } from "./texts.ts";

export function ItemTitle({ item }: { item: AgendaItem }) {
  const { text, lang } = titleOf(item);
  return (
    <span lang={lang} dir="auto">
      {text}
    </span>
  );
}

/** The same button goes on and, at the last item, finishes: what has the focus stays. */
export function Onward({ acts }: { acts: AgendaActs }) {
  const offer = offerOf(useHere());
  if (!offer?.next && !offer?.current) {
    return null;
  }
  const isFirst = !offer.current && !offer.back;
  const next = offer.next && titleOf(offer.next).text;
  const word = isFirst ? gettext("Start the agenda") : gettext("Next");
  return (
    <button
      type="button"
      class="btn btn-sm btn-primary"
      aria-disabled={acts.isBusy}
      aria-label={next && !isFirst ? fill(gettext("Next: %(title)s"), { title: next }) : undefined}
      onClick={() => !acts.isBusy && (offer.next ? acts.next() : acts.stop())}
    >
      {next ? word : gettext("Finish")}
      <KeyHint of={offer.next ? "n" : "s"} />
    </button>
  );
}

/** What moderators reach for less often than for the next item. */
export function OtherButtons({ acts }: { acts: AgendaActs }) {
  const offer = offerOf(useHere());
  if (!offer) {
    return null;
  }
  const more = fill(gettext("+%(count)s min"), { count: MORE });
  const buttons = [
    { word: gettext("Back"), key: "b", item: offer.back, act: acts.back },
    { word: more, key: "+", item: offer.current, act: acts.extend },
    { word: gettext("Stop"), key: "s", item: offer.next && offer.current, act: acts.stop },
  ];
  return (
    <>
      {buttons.map(
        ({ word, key, item, act }) =>
          item && (
            <button
              key={word}
              type="button"
              class="btn btn-sm"
              aria-disabled={acts.isBusy}
              aria-label={`${word}: ${titleOf(item).text}`}
              onClick={() => !acts.isBusy && act()}
            >
              {word}
              <KeyHint of={key} />
            </button>
          ),
      )}
    </>
  );
}
