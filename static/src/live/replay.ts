/**
 * A Node process that applies events with the page's own reducers, for the tests of the server.
 *
 * A line `{"slices": {"room": …}, "events": […]}` is answered by a line with the slices after the
 * events; `{"reducers": true}` by the list of [stream, event] that have a reducer.
 */

import { createInterface } from "node:readline";
import "./nouns.ts";
import { reduced, replay } from "./store.ts";
import type { EventFrame } from "./wire.ts";

interface Request {
  reducers?: boolean;
  slices?: Record<string, unknown>;
  events?: EventFrame[];
}

function answer(line: string): unknown {
  const request = JSON.parse(line) as Request;
  return request.reducers ? reduced() : replay(request.slices ?? {}, request.events ?? []);
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(line))}\n`);
}
