/** The whole list of who is here, from the server page by page: a large room tells only a hundred. */

import { useRef, useState } from "preact/hooks";
import { type Here, useHere } from "./here.ts";
import type { Person } from "./people.ts";
import type { Store } from "./store.ts";
import { gettext } from "./texts.ts";

interface Row extends Person {
  id: string;
}

interface Page {
  count: number;
  people: Row[];
  more: boolean;
}

/** Fewer new names than this are no answer to "Show more": then the next page comes along. */
const WORTH_A_PRESS = 50;
const PATIENCE = 10_000;

async function fetchPage(url: string, after: number): Promise<Page> {
  const response = await fetch(`${url}?after=${after}`, {
    credentials: "same-origin",
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE),
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
