/** The decisions' panel with its forms: fetched when somebody first looks at it. */

export { DecisionsPanel } from "./decisions_panel.tsx";
