/** Every page: the theme switch, the reader's own hours and zone, and text that survives. */

import { language } from "../live/texts.ts";
import { keepTypedText } from "./forms.ts";
import { sayWhenOffline } from "./offline.ts";
import { showOwnTimes } from "./own_times.ts";
import { offerThemes } from "./theme.ts";
import { guessZone } from "./zone_guess.ts";
// Named here so that the build gives them addresses; pages and the room draw from them.
import "../icons/mark.svg?url";
import "../icons/sprite.svg?url";
import "../icons/icon-192.png?url";
import "../icons/icon-512.png?url";

offerThemes();
showOwnTimes(language());
keepTypedText();
guessZone();
sayWhenOffline();
