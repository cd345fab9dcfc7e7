/** What follows once the room is entered: menus, searches, panels that are opened now and then. */

import "./announced.ts";
import "./decisions_doing.ts";

export { AgendaBar } from "./agenda_bar.tsx";
export { EditBox } from "./messages_edit.tsx";
export { DeleteForm } from "./messages_judge.tsx";
export { OpenMenu } from "./messages_menu.tsx";
export { Sheet } from "./messages_sheets.tsx";
export { PeoplePanel } from "./people_panel.tsx";
export { QuestionsPanel } from "./question_panel.tsx";
export { offerRoomKeys } from "./room_keys.ts";
export { ShortcutsHelp } from "./shortcuts_help.tsx";
export { StageHint, StagePlace, StageWay } from "./stage_place.tsx";
