/** Every noun of the room: importing one registers its reducers and its panel. A new noun is a line here. */

import "./session.tsx";
import "./people.tsx";
import "./messages.tsx";
import "./questions.tsx";
import "./question_panel.tsx";
