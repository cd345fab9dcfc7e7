/** Loads every file of the room, so that each reducer is registered and each module can be loaded. */

import { readdirSync } from "node:fs";

const COMPILED = new URL("../../static/src/live/", import.meta.url);
// What stands in the sources now: the folder of compiled files may keep one that is gone.
const SOURCES = new URL("../../../../static/src/live/", import.meta.url);
const APART = ["entry.ts", "room.tsx", "replay.ts"];

for (const file of readdirSync(SOURCES).filter((name) => !APART.includes(name))) {
  await import(new URL(file.replace(/\.tsx?$/, ".js"), COMPILED).href);
}
