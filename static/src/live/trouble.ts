/** What the server says it lacks, while our line to it is well: its bell, or its records. */

import { enters, hears } from "./store.ts";

export interface Trouble {
  /** Without its bell, what happens is noticed by looking: up to two seconds late. */
  isBellLost: boolean;
  /** Since when, by our clock, it can't reach its records: it takes nothing meanwhile. */
  recordsLostAt: number | null;
}

declare module "./store.ts" {
  interface Asides {
    trouble?: Trouble;
  }
}

hears("line.troubled", (asides, { bell, store }) => {
  const since = asides.trouble?.recordsLostAt ?? Date.now();
  return { ...asides, trouble: { isBellLost: bell, recordsLostAt: store ? since : null } };
});

// Whoever lets us in has its records; if its bell is lost, it says so right after.
enters(({ trouble: _past, ...asides }) => asides);
