/** What a screen reader is told of the events of the other panels. */

import "./agenda_words.ts";
import "./decisions_words.ts";
import "./people_panel.tsx";
import "./question_spoken.ts";
import "./screens_panel.tsx";
