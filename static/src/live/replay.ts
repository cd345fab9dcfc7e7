/**
 * A Node process that applies events with the page's own reducers, for the tests of the server.
 *
 * A line `{"slices": {"room": …}, "events": […]}` is answered by a line with the slices after the
 * events; `"without": "room message.posted"` leaves one reducer out, so that tests can see what
 * comes of it. `{"reducers": true}` is answered by the list of [stream, event] that have a reducer.
 */

import { createInterface } from "node:readline";
import "./first.ts";
import { reduced, replay } from "./store.ts";
import type { EventFrame } from "./wire.ts";

interface Request {
  reducers?: boolean;
  slices?: Record<string, unknown>;
  events?: EventFrame[];
  without?: string;
}

/** An event without a reducer leaves its slice as it is: so does an event that is not there. */
function heardWithout(events: EventFrame[], reducer: string | undefined): EventFrame[] {
  return events.filter(({ stream, name }) => `${stream} ${name}` !== reducer);
}

function answer(line: string): unknown {
  const request = JSON.parse(line) as Request;
  if (request.reducers) {
    return reduced();
  }
  return replay(request.slices ?? {}, heardWithout(request.events ?? [], request.without));
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(line))}\n`);
}
