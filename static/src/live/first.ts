/**
 * What stands before the room is entered: every reducer, and the heads of all panels.
 *
 * Whatever registers what it makes of an event, a whisper or an entrance has its line here, for the first
 * snapshot comes as soon as this file has run; a test holds the list complete.
 */

import "./agenda.ts";
import "./decisions.ts";
import "./messages.ts";
import "./messages_log.ts";
import "./messages_spoken.ts";
import "./people.ts";
import "./questions.ts";
import "./screens.ts";
import "./session.tsx";
import "./stage.ts";
import "./trouble.ts";

import "./messages_panel.tsx";
import "./question_tab.tsx";
import "./decisions_tab.tsx";
import "./people_tab.tsx";
