/** What only moderators see. */

export { Console, Waits } from "./console.tsx";
export { HideForm } from "./messages_judge.tsx";
export { JudgedActs } from "./question_acts.tsx";
export { Desk } from "./question_desk.tsx";
export { DeskKeys } from "./question_keys.ts";
export { SessionControls } from "./session_steps.tsx";
export { StageDesk } from "./stage_form.tsx";
