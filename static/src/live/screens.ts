/** Several people at one screen: what counts for everyone, what the moderators read, what is one's own. */

import { begins, reduces } from "./store.ts";

export interface CountedScreen {
  person: string;
  heads: number;
  signed_in: number;
}

export interface Claim {
  person: string;
  heads: number;
  signed_in: number;
  names: string[];
  confirmed: boolean;
}

export type OwnScreen = Omit<Claim, "person">;

declare module "./store.ts" {
  interface RoomSlice {
    screens: CountedScreen[];
  }
  interface StaffSlice {
    screens: Claim[];
  }
  interface MeSlice {
    screen: OwnScreen | null;
  }
}

function without<T extends { person: string }>(rows: T[], person: string): T[] {
  return rows.filter((row) => row.person !== person);
}

function byPerson(a: { person: string }, b: { person: string }): number {
  return a.person < b.person ? -1 : Number(a.person > b.person);
}

begins("room", "screens", []);
reduces("room", "screen.confirmed", (room, { data: { person, heads, signed_in = 1 } }) => ({
  ...room,
  screens: [...without(room.screens, person), { person, heads, signed_in }].sort(byPerson),
}));
reduces("room", "screen.cleared", (room, { data }) => ({
  ...room,
  screens: without(room.screens, data.person),
}));

begins("staff", "screens", []);
reduces("staff", "screen.declared", (staff, { data: { person, heads, signed_in = 1, names } }) => {
  const claim = { person, heads, signed_in, names: names ?? [], confirmed: false };
  return { ...staff, screens: [...without(staff.screens, person), claim].sort(byPerson) };
});
reduces("staff", "screen.settled", (staff, { data }) => ({
  ...staff,
  screens: staff.screens.map((each) => (each.person === data.person ? { ...each, confirmed: true } : each)),
}));
reduces("staff", "screen.withdrawn", (staff, { data }) => ({
  ...staff,
  screens: without(staff.screens, data.person),
}));

begins("me", "screen", null);
reduces("me", "screen.noted", (me, { data: { heads, signed_in = 1, names, confirmed } }) => ({
  ...me,
  screen: { heads, signed_in, names: names ?? [], confirmed },
}));
reduces("me", "screen.forgotten", (me) => ({ ...me, screen: null }));

/** Return how many people the counted screens add to those who are signed in. */
export function moreHeads(screens: CountedScreen[]): number {
  return screens.reduce((sum, { heads, signed_in }) => sum + heads - signed_in, 0);
}
