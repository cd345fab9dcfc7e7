/** The moderators' screen: what waits, the questions, and beside them chat, decisions and people. */

import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { Announcer } from "./announcer.tsx";
import { begin as beginDeciding, mayDecide } from "./decisions_doing.ts";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { sheet } from "./messages_doing.ts";
import { current, focusOnRow, isConsole, type List, list } from "./question_doing.ts";
import { turnTo } from "./question_keys.ts";
import { QuestionsPanel } from "./question_panel.tsx";
import { waitingWords } from "./question_tab.tsx";
import { offersShortcut } from "./shortcuts.ts";
import { showTab, Tabs } from "./tabs.tsx";
import { fill, gettext, ngettext } from "./texts.ts";

const BESIDE = "(width >= 60rem)";
/** Whether there is room for the questions and another panel beside each other. */
const isWide = signal(false);

function useWidth(): void {
  useLayoutEffect(() => {
    const wide = matchMedia(BESIDE);
    const look = () => {
      isWide.value = wide.matches;
    };
    look();
    wide.addEventListener("change", look);
    return () => wide.removeEventListener("change", look);
  }, []);
}

interface Waiting {
  id: string;
  icon: string;
  words: string;
  go: () => void;
}

function afterwards(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => find()?.focus());
}

function goToQuestions(which: List): void {
  showTab("questions");
  turnTo(which);
}

function useWaiting(): Waiting[] {
  const { questions, screens, hidden } = useHere().store.staff.value;
  const unconfirmed = screens.filter(({ confirmed }) => !confirmed).length;
  const screensWords = ngettext("%(count)s shared screen to confirm", "%(count)s shared screens to confirm", unconfirmed);
  const hiddenWords = ngettext("%(count)s message is hidden", "%(count)s messages are hidden", hidden.length);
  const all: (Waiting & { count: number })[] = [
    {
      id: "questions",
      icon: "message-circle-question-mark",
      count: questions.length,
      words: waitingWords(questions.length),
      go: () => goToQuestions("waiting"),
    },
    {
      id: "screens",
      icon: "users",
      count: unconfirmed,
      words: fill(screensWords, { count: unconfirmed }),
      go: () => {
        showTab("people");
        afterwards(() => document.querySelector<HTMLElement>("#panel-people .screens .btn-xs"));
      },
    },
    {
      id: "hidden",
      icon: "eye-off",
      count: hidden.length,
      words: fill(hiddenWords, { count: hidden.length }),
      go: () => {
        showTab("chat");
        sheet.value = "hidden";
        afterwards(() => document.querySelector<HTMLElement>("#panel-chat .chat-sheet button"));
      },
    },
  ];
  return all.filter(({ count }) => count > 0);
}

/** What waits for a moderator, each a way to it; nothing waiting is said too. */
export function Waits() {
  const waiting = useWaiting();
  return (
    <section aria-label={gettext("What waits")}>
      {waiting.length === 0 && <p class="quiet">{gettext("Nothing waits for you.")}</p>}
      <ul>
        {waiting.map(({ id, icon, words, go }) => (
          <li key={id} class={`waits-${id}`}>
            <button type="button" class="btn btn-sm" onClick={go}>
              <Icon name={icon} />
              {words}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Offer the ways between the questions and what is beside them. */
function useWays(): void {
  const here = useHere();
  useEffect(() => {
    const stops = [
      offersShortcut({
        key: "c",
        label: () => gettext("To the chat; Escape leads back"),
        act: () => {
          showTab("chat");
          afterwards(() => document.getElementById("write-message"));
        },
        isOffered: () => here.may("message.post"),
      }),
      offersShortcut({
        key: "t",
        label: () => gettext("Take a decision down"),
        act: () => {
          showTab("decisions");
          beginDeciding({ kind: "decide", subject: null });
        },
        isOffered: () => mayDecide(here),
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, []);
}

function backToQuestions(): void {
  const at = current.peek();
  if (at && document.querySelector(`#panel-questions [data-question="${at}"]`)) {
    focusOnRow(at);
  } else {
    document.getElementById("desk-heading")?.focus();
  }
}

function Beside() {
  return (
    <>
      <section class="console-questions panel" id="panel-questions" aria-label={gettext("Questions")}>
        <QuestionsPanel isShown />
      </section>
      <div
        class="console-side"
        onKeyDown={(event) => {
          if (event.key === "Escape" && !event.defaultPrevented) {
            backToQuestions();
          }
        }}
      >
        <Tabs label={gettext("Beside the questions")} without="questions" />
      </div>
    </>
  );
}

/** All of it; where two panels have no room beside each other, the questions are the first tab. */
export function Console() {
  const { store } = useHere();
  useWidth();
  useWays();
  useLayoutEffect(() => {
    isConsole.value = true;
    list.value = "waiting";
    showTab(isWide.peek() ? "chat" : "questions");
  }, []);
  if (!store.isReady.value) {
    return <p class="quiet panel-pad">{gettext("The lists come as soon as the line is up.")}</p>;
  }
  return (
    <>
      <div class="console-panels">{isWide.value ? <Beside /> : <Tabs label={gettext("Moderate")} />}</div>
      <Announcer />
    </>
  );
}
