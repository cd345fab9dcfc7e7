/** What a room has decided and who owes what: the parts of its state, and how events change them. */

import { begins, type RoomSlice, reduces } from "./store.ts";
import type { Events } from "./wire.gen.ts";

export interface DecisionSource {
  kind: string;
  subject: string;
  seq: number;
}

export interface Quorum {
  is_met: boolean;
  sides: { name_en: string; name_ru: string; at_least: number }[];
}

export interface Decision {
  id: string;
  number: number;
  person: string;
  text_en: string;
  text_ru: string;
  source_language: string;
  translation_state: string;
  item: string | null;
  at: string;
  is_afterwards: boolean;
  sources: DecisionSource[];
  quorum: Quorum | null;
  withdrawn: boolean;
  reason: string;
  edition: number;
}

export interface ActionOrigin {
  session: string;
}

export interface OwedAction {
  id: string;
  owner: string | null;
  due_on: string | null;
  text_en: string;
  text_ru: string;
  source_language: string;
  translation_state: string;
  decision: string | null;
  state: "open" | "done" | "dropped";
  closed_at: string | null;
  edition: number;
  /** Where it was taken, when that was in an earlier meeting; its own page tells its title to who may read it. */
  origin: ActionOrigin | null;
}

declare module "./store.ts" {
  interface RoomSlice {
    decisions: Decision[];
    actions: OwedAction[];
  }
}

function taken(at: string, data: Events["decision.taken"]): Decision {
  const { decision, taken_at, ...told } = data;
  return {
    ...told,
    id: decision,
    at: taken_at ?? at,
    is_afterwards: taken_at !== null,
    withdrawn: false,
    reason: "",
    edition: 1,
  };
}

function inDecisions(room: RoomSlice, id: string, change: Partial<Decision>): RoomSlice {
  return { ...room, decisions: room.decisions.map((row) => (row.id === id ? { ...row, ...change } : row)) };
}

begins("room", "decisions", []);
reduces("room", "decision.taken", (room, { at, data }) => ({
  ...room,
  decisions: [...room.decisions, taken(at, data)],
}));
reduces("room", "decision.revised", (room, { data }) => {
  const { text_en, text_ru, translation_state, edition } = data;
  return inDecisions(room, data.decision, { text_en, text_ru, translation_state, edition });
});
reduces("room", "decision.redacted", (room, { data }) => {
  const { text_en, text_ru, translation_state, edition } = data;
  return inDecisions(room, data.decision, { text_en, text_ru, translation_state, edition });
});
reduces("room", "decision.withdrawn", (room, { data }) =>
  inDecisions(room, data.decision, { withdrawn: true, reason: data.reason }),
);

begins("room", "actions", []);
reduces("room", "action.taken", (room, { data }) => {
  const { action, person: _person, ...told } = data;
  const fresh = { state: "open" as const, closed_at: null, edition: 1, origin: null };
  return { ...room, actions: [...room.actions, { ...told, ...fresh, id: action }] };
});
reduces("room", "action.carried", (room, { data }) => {
  const { action, ...told } = data;
  return { ...room, actions: [...room.actions, { ...told, state: "open", closed_at: null, id: action }] };
});
reduces("room", "action.redacted", (room, { data }) => {
  const { action, person: _person, ...now } = data;
  return { ...room, actions: room.actions.map((row) => (row.id === action ? { ...row, ...now } : row)) };
});
reduces("room", "action.changed", (room, { data }) => {
  const { action, person: _person, ...now } = data;
  return { ...room, actions: room.actions.map((row) => (row.id === action ? { ...row, ...now } : row)) };
});
