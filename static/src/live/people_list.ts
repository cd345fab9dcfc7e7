/** The whole list of who is here, from the server page by page: a large room tells only a hundred. */

import { useEffect, useRef, useState } from "preact/hooks";
import { type Here, useHere } from "./here.ts";
import type { Person } from "./people.ts";
import type { Store } from "./store.ts";
import { gettext } from "./texts.ts";

interface Row extends Person {
  id: string;
}

interface Page {
  count: number;
  found: number;
  people: Row[];
  more: boolean;
}

/** Fewer new names than this are no answer to "Show more": then the next page comes along. */
const WORTH_A_PRESS = 50;
const PATIENCE = 10_000;

async function fetchPage(url: string, after: number, asked = "", calledOff?: AbortSignal): Promise<Page> {
  const query = new URLSearchParams({ after: String(after), ...(asked && { q: asked }) });
  const patience = AbortSignal.timeout(PATIENCE);
  const response = await fetch(`${url}?${query}`, {
    credentials: "same-origin",
    headers: { Accept: "application/json" },
    signal: calledOff ? AbortSignal.any([patience, calledOff]) : patience,
  });
  if (!response.ok) {
    throw new Error(`the list of people answered ${response.status}`);
  }
  return (await response.json()) as Page;
}

/** Add a page to what is known of who is here; return how many were new. */
export function addListed(store: Store, page: Page): number {
  const asides = store.asides.value;
  const here = new Set(asides.present?.here);
  const before = here.size;
  const listed = { ...asides.listed };
  for (const { id, kind, name, organisation, country } of page.people) {
    here.add(id);
    listed[id] = { kind, name, organisation, country };
  }
  store.asides.value = { ...asides, listed, present: { count: page.count, here } };
  return here.size - before;
}

/** What "Show more" does: loads pages until there is something new, and starts anew after the last. */
export function useMorePeople() {
  const { store, config }: Here = useHere();
  const after = useRef(0);
  const [isBusy, setBusy] = useState(false);
  const [refusal, refuse] = useState("");
  const showMore = async () => {
    setBusy(true);
    refuse("");
    try {
      let fresh = 0;
      let page: Page;
      do {
        page = await fetchPage(config.people_url, after.current);
        fresh += addListed(store, page);
        after.current = page.more ? after.current + page.people.length : 0;
      } while (page.more && fresh < WORTH_A_PRESS);
    } catch {
      refuse(gettext("The list could not be loaded. Try again."));
    }
    setBusy(false);
  };
  return { showMore, isBusy, refusal };
}

/** So long a pause in typing starts the search. */
const TYPING = 300;

export interface Found {
  ids: string[];
  count: number;
}

/** What a search over the whole list finds, by what people show; nothing while nothing is asked. */
export function usePeopleSearch(asked: string) {
  const { store, config }: Here = useHere();
  const [found, setFound] = useState<Found | null>(null);
  const [refusal, refuse] = useState("");
  const words = asked.trim();
  useEffect(() => {
    refuse("");
    if (!words) {
      setFound(null);
      return;
    }
    const leaving = new AbortController();
    const search = async () => {
      try {
        const page = await fetchPage(config.people_url, 0, words, leaving.signal);
        addListed(store, page);
        setFound({ ids: page.people.map((row) => row.id), count: page.found });
      } catch {
        if (!leaving.signal.aborted) {
          refuse(gettext("The search did not work. Try again."));
        }
      }
    };
    const timer = setTimeout(() => void search(), TYPING);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [words]);
  return { found, refusal };
}
