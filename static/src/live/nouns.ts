/**
 * Every noun of the room: loading a file registers its reducers and its panel.
 *
 * A new noun is a new file in this folder and nothing here; only the two entries stay out.
 */

import.meta.glob(["./*.ts", "./*.tsx", "!./room.tsx", "!./replay.ts", "!./nouns.ts"], { eager: true });
