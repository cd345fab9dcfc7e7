/** The moderators' desk: what waits, what is open, answered and put aside, with counts and keys. */

import { useComputed } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { useHere } from "./here.ts";
import { current, isConsole, type List, lastUndo, list, order, task } from "./question_doing.ts";
import { DeskFoot } from "./question_foot.tsx";
import { InboxRow } from "./question_inbox.tsx";
import { QuestionItem } from "./question_item.tsx";
import { MyQuestions } from "./question_mine.tsx";
import { useItemProps } from "./question_known.ts";
import { waitingWords } from "./question_tab.tsx";
import { useSteady } from "./question_held.ts";
import { parted } from "./question_order.ts";
import { Fresh, FoundWords, Tools, useFound } from "./question_tools.tsx";
import type { DismissedQuestion, Question, StaffQuestion } from "./questions.ts";
import { fill, gettext, ngettext } from "./texts.ts";

function headings(count: number): Record<List, string> {
  return {
    waiting: waitingWords(count),
    open: fill(ngettext("%(count)s question before the room", "%(count)s questions before the room", count), { count }),
    answered: fill(ngettext("%(count)s question answered", "%(count)s questions answered", count), { count }),
    dismissed: fill(ngettext("%(count)s question put aside", "%(count)s questions put aside", count), { count }),
  };
}

function emptyWords(which: List): string {
  const words: Record<List, string> = {
    waiting: gettext("No question waits for you."),
    open: gettext("No question is before the room yet."),
    answered: gettext("No question has been answered yet."),
    dismissed: gettext("No question has been put aside."),
  };
  return words[which];
}

interface Lists {
  waiting: StaffQuestion[];
  open: Question[];
  answered: Question[];
  dismissed: DismissedQuestion[];
}

function useLists(): Lists {
  const { store } = useHere();
  const questions = useComputed(() => store.room.value.questions).value;
  const waiting = useComputed(() => store.staff.value.questions).value;
  const dismissed = useComputed(() => store.staff.value.dismissed).value;
  const { pinned, open, answered } = parted(questions, order.value);
  return { waiting, open: pinned ? [pinned, ...open] : open, answered, dismissed };
}

function Switch({ lists }: { lists: Lists }) {
  const titles: Record<List, string> = {
    waiting: gettext("Waiting"),
    open: gettext("Open"),
    answered: gettext("Answered"),
    dismissed: gettext("Put aside"),
  };
  return (
    <div class="desk-switch" role="group" aria-label={gettext("Lists of questions")}>
      {(Object.keys(titles) as List[]).map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={list.value === each}
          onClick={() => {
            list.value = each;
          }}
        >
          {titles[each]}{" "}
          <span class={`count tab-count${each === "waiting" && lists.waiting.length ? " tab-count-urgent" : ""}`}>
            {lists[each].length}
          </span>
        </button>
      ))}
    </div>
  );
}

/** On the moderators' screen the first row is the current one where none of those shown is. */
function useFirstAsCurrent(rows: { id: string }[]): void {
  useLayoutEffect(() => {
    if (isConsole.peek() && task.peek() === null && !rows.some(({ id }) => id === current.peek())) {
      current.value = rows[0]?.id ?? null;
    }
  });
}

function Rows({ which, lists }: { which: List; lists: Lists }) {
  const props = useItemProps();
  const find = useFound();
  const all: (Question | StaffQuestion)[] = lists[which];
  const found = find(all);
  const isInbox = which === "waiting" || which === "dismissed";
  const place = `${which} ${order.value}`;
  const { rows, fresh, release, holding } = useSteady(found, isInbox, place, isConsole.value ? current.value : null);
  useFirstAsCurrent(rows);
  const at = current.value;
  return (
    <section
      {...holding}
      class={which === "waiting" ? "inbox" : "desk-list"}
      onFocusIn={(event) => {
        holding.onFocusIn();
        const row = (event.target as Element).closest<HTMLElement>("[data-question]");
        current.value = row?.dataset.question ?? current.value;
      }}
    >
      <h2 class="panel-title" id="desk-heading" tabIndex={-1}>
        {headings(all.length)[which]}
      </h2>
      <Tools count={all.length} hasOrder={which === "open"} />
      <FoundWords found={found.length} count={all.length} />
      <Fresh count={fresh} onRelease={release} />
      {all.length === 0 && rows.length === 0 && <p class="quiet desk-empty">{emptyWords(which)}</p>}
      <ul class={isInbox ? "desk-rows" : "questions desk-rows"}>
        {rows.map((row) =>
          isInbox ? (
            <InboxRow key={row.id} row={row as StaffQuestion} place={which} isGone={Boolean(row.isGone)} isCurrent={row.id === at} />
          ) : (
            <QuestionItem key={row.id} {...props(row as Question, at)} />
          ),
        )}
      </ul>
    </section>
  );
}

export function Desk() {
  const lists = useLists();
  const which = list.value;
  useLayoutEffect(() => {
    // Where nothing waits when one comes in, what is before the room is what one came for.
    if (which === "waiting" && lists.waiting.length === 0 && lastUndo.peek() === null && lists.open.length > 0) {
      list.value = "open";
    }
  }, []);
  return (
    <>
      <Switch lists={lists} />
      <div class="panel-scroll">
        <MyQuestions isModerator />
        <Rows key={which} which={which} lists={lists} />
      </div>
      <DeskFoot />
    </>
  );
}
