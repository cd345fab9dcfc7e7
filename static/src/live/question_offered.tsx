/** What other nouns offer to do with a question, as buttons beside its own. */

import { useHere } from "./here.ts";
import { offersFor } from "./offers.ts";
import type { Question } from "./questions.ts";

export function Offered({ question }: { question: Question }) {
  const { id, text, lang } = question;
  return (
    <>
      {offersFor(useHere(), { noun: "question", id, text, lang }).map((offer) => (
        <button key={offer.id} type="button" class="btn btn-sm btn-ghost" onClick={offer.act}>
          {offer.label}
        </button>
      ))}
    </>
  );
}

/** The same for who moderates nothing: a row of its own, where there is anything. */
export function OfferedAlone({ question }: { question: Question }) {
  const here = useHere();
  const { id, text, lang } = question;
  return offersFor(here, { noun: "question", id, text, lang }).length > 0 ? (
    <div class="actions">
      <Offered question={question} />
    </div>
  ) : null;
}
