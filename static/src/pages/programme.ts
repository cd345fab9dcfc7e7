/** The agenda's script: the line of the present moves on, a star is set without leaving the page. */

import { language } from "../live/texts.ts";
import { moveNowLine } from "./now_line.ts";
import { toggleStars } from "./stars.ts";

moveNowLine(language());
toggleStars();
