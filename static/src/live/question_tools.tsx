/** Above a list of questions: how it stands, a search where it is long, and what is new in it. */

import { useHere } from "./here.ts";
import { order, orderBy, sought } from "./question_doing.ts";
import { matching } from "./question_order.ts";
import type { Question } from "./questions.ts";
import { fill, gettext, ngettext } from "./texts.ts";

/** A list with more than these has a search. */
const LONG = 20;

export function isLong(count: number): boolean {
  return count > LONG || sought.value !== "";
}

function OrderSwitch() {
  const ways = [
    { id: "votes" as const, words: gettext("Most supported") },
    { id: "time" as const, words: gettext("Latest") },
  ];
  return (
    <div class="switch" role="group" aria-label={gettext("Order of the questions")}>
      {ways.map(({ id, words }) => (
        <button key={id} type="button" aria-pressed={order.value === id} onClick={() => orderBy(id)}>
          {words}
        </button>
      ))}
    </div>
  );
}

export function Tools({ count, hasOrder }: { count: number; hasOrder: boolean }) {
  const isSearched = isLong(count);
  if (!isSearched && !(hasOrder && count > 1)) {
    return null;
  }
  return (
    <div class="question-tools">
      {hasOrder && <OrderSwitch />}
      {isSearched && (
        <input
          type="search"
          class="question-search"
          aria-label={gettext("Words in questions")}
          placeholder={gettext("Words in questions")}
          value={sought.value}
          onInput={(event) => {
            sought.value = event.currentTarget.value;
          }}
        />
      )}
    </div>
  );
}

export function Fresh({ count, onRelease }: { count: number; onRelease: () => void }) {
  return count > 0 ? (
    <div class="fresh-above">
      <button type="button" class="btn btn-sm btn-primary" onClick={onRelease}>
        {fill(ngettext("%(count)s new", "%(count)s new", count), { count })}
      </button>
    </div>
  ) : null;
}

/** Keep what holds the words sought: in the question, its answer, or who asks in the hall. */
export function useFound(): <T extends { text: string; on_behalf?: string; answer?: string | null }>(rows: T[]) => T[] {
  useHere();
  const words = sought.value;
  return (rows) => matching(rows, words, ({ text, on_behalf, answer }) => `${text} ${on_behalf ?? ""} ${answer ?? ""}`);
}

/** Say what the search found, for who listens too. */
export function FoundWords({ found, count }: { found: number; count: number }) {
  if (!sought.value) {
    return null;
  }
  const words = ngettext("%(count)s question with it", "%(count)s questions with it", found);
  return (
    <p class="quiet question-found" role="status">
      {found ? fill(words, { count: found }) : fill(gettext("None of %(count)s questions holds all these words."), { count })}
    </p>
  );
}

/** One list of three parts, in the order in which they are drawn. */
export function flat({ pinned, open, answered }: { pinned: Question | undefined; open: Question[]; answered: Question[] }): Question[] {
  return [...(pinned ? [pinned] : []), ...open, ...answered];
}
