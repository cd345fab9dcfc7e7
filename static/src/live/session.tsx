/** The session itself: its state and its hours. */

import { announces } from "./announcer.tsx";
import { type Here, useHere } from "./here.ts";
import { begins, type RoomSlice, reduces } from "./store.ts";
import { gettext } from "./texts.ts";

export interface SessionPart {
  state: string;
  opened_at: string | null;
  started_at: string | null;
  ended_at: string | null;
}

declare module "./store.ts" {
  interface RoomSlice {
    session: SessionPart;
  }
}

function changed(slice: RoomSlice, change: Partial<SessionPart>): RoomSlice {
  return { ...slice, session: { ...slice.session, ...change } };
}

begins("room", "session", { state: "scheduled", opened_at: null, started_at: null, ended_at: null });
reduces("room", "session.opened", (room, event) =>
  changed(room, { state: "open", opened_at: event.at }),
);
reduces("room", "session.started", (room, event) =>
  changed(room, { state: "live", started_at: event.at }),
);
reduces("room", "session.ended", (room, event) =>
  changed(room, { state: "ended", ended_at: event.at }),
);
reduces("room", "session.reopened", (room) => changed(room, { state: "live", ended_at: null }));
reduces("room", "session.cancelled", (room) => changed(room, { state: "cancelled" }));
reduces("room", "session.returned", (room) => changed(room, { state: "scheduled" }));

announces("room", "session.opened", { one: () => gettext("The doors are open.") });
announces("room", "session.started", { one: () => gettext("The session has started.") });
announces("room", "session.ended", { one: () => gettext("The session has ended.") });
announces("room", "session.reopened", { one: () => gettext("The session goes on.") });
announces("room", "session.cancelled", { one: () => gettext("The session is cancelled.") });
announces("room", "session.returned", {
  one: () => gettext("The session takes place after all."),
});

function stateWord(state: string): string {
  const words: Record<string, string> = {
    scheduled: gettext("Scheduled"),
    open: gettext("Doors open"),
    live: gettext("Live"),
    ended: gettext("Ended"),
    cancelled: gettext("Cancelled"),
  };
  return words[state] ?? state;
}

/** Say whether people may speak and ask now. */
export function isInSession(state: string): boolean {
  return state === "open" || state === "live";
}

/** Say whether it has ended or was called off: then nothing more is put into its record. */
export function isOver({ store, config }: Here): boolean {
  const state = store.isReady.value ? store.room.value.session.state : config.state;
  return state === "ended" || state === "cancelled";
}

/** Return why nobody can write now, in the words of the server's refusal; nothing while people can. */
export function whyShut(state: string): string {
  const words: Record<string, string> = {
    scheduled: gettext("The doors of this session are not open yet."),
    ended: gettext("This session has ended. What was said can be read, but nothing added."),
    cancelled: gettext("This session was cancelled."),
  };
  return words[state] ?? "";
}

/** The session's state as a badge; before the line is up, as the page was made. */
export function StateBadge() {
  const { store, config } = useHere();
  const state = store.isReady.value ? store.room.value.session.state : config.state;
  return <span class={`state state-${state}`}>{stateWord(state)}</span>;
}
