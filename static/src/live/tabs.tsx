/** Tabs by the book: arrows move, one stop in the tab order, panels stay in the page. */

import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { unread } from "./attention.ts";
import { type Here, useHere } from "./here.ts";
import { Icon } from "./icon.tsx";

export interface Tab {
  id: string;
  label: string;
  icon: string;
  /** A figure beside the word, and the sentence that says what it counts. */
  count?: number | undefined;
  counted?: string;
  isUrgent?: boolean;
  /** How much of it the reader has not seen yet: the window's title says it too. */
  unread?: number;
  panel: (isShown: boolean) => ComponentChildren;
}

const offered: { position: number; tab: (here: Here) => Tab }[] = [];

/** Register a noun's panel; it reads signals, so its count follows the state by itself. */
export function offersTab(position: number, tab: (here: Here) => Tab): void {
  offered.push({ position, tab });
  offered.sort((a, b) => a.position - b.position);
}

/** The panel that is looked at; the first until one was chosen. */
const chosen = signal<string | undefined>(undefined);

/** List the panels as they stand, by their place from 1. */
export function panelAt(here: Here, place: number): Tab | undefined {
  return offered[place - 1]?.tab(here);
}

/** Show a noun's panel, from whatever other the reader is in. */
export function showTab(id: string): void {
  chosen.value = id;
}

/** Put the focus on the tab of a panel. */
export function focusOnTab(id: string): void {
  document.getElementById(`tab-${id}`)?.focus();
}

const STEPS: Record<string, (at: number, length: number) => number> = {
  ArrowRight: (at, length) => (at + 1) % length,
  ArrowLeft: (at, length) => (at + length - 1) % length,
  Home: () => 0,
  End: (_at, length) => length - 1,
};

interface Shown {
  label: string;
  /** Beside the tabs. */
  extra?: ComponentChildren;
  /** Above whichever panel is shown. */
  above?: ComponentChildren;
  /** A panel that stands beside the tabs, and not in one of them. */
  without?: string;
}

export function Tabs({ label, extra, above, without }: Shown) {
  const here = useHere();
  const last = useRef<string | undefined>(undefined);
  const tabs = offered.map(({ tab }) => tab(here)).filter(({ id }) => id !== without);
  if (tabs.some(({ id }) => id === chosen.value)) {
    last.current = chosen.value;
  }
  const active = tabs.some(({ id }) => id === last.current) ? last.current : tabs[0]?.id;
  const list = useRef<HTMLDivElement>(null);
  const fresh = tabs.reduce((sum, tab) => sum + (tab.unread ?? 0), 0);
  useEffect(() => {
    unread.value = fresh;
  }, [fresh]);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const next = step && tabs[step(tabs.findIndex((tab) => tab.id === active), tabs.length)];
    if (next) {
      event.preventDefault();
      showTab(next.id);
      list.current?.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
    }
  };
  return (
    <>
      <div class="tab-bar">
        <div class="tab-list" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
          {tabs.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`tab-${tab.id}`}
              class="tab-button"
              aria-selected={tab.id === active}
              aria-controls={`panel-${tab.id}`}
              tabIndex={tab.id === active ? 0 : -1}
              onClick={() => showTab(tab.id)}
            >
              <Icon name={tab.icon} />
              <span>{tab.label}</span>
              {!!tab.count && (
                <span class={`count tab-count${tab.isUrgent ? " tab-count-urgent" : ""}`}>
                  <span aria-hidden="true">{tab.count}</span>
                  <span class="sr-only">{tab.counted}</span>
                </span>
              )}
            </button>
          ))}
        </div>
        {extra}
      </div>
      {above}
      {tabs.map((tab) => (
        <div
          key={tab.id}
          class="panel"
          role="tabpanel"
          id={`panel-${tab.id}`}
          aria-labelledby={`tab-${tab.id}`}
          hidden={tab.id !== active}
        >
          {tab.panel(tab.id === active)}
        </div>
      ))}
    </>
  );
}
