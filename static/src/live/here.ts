/** What every part of the room page has at hand: the page's data, the store and the line. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Line } from "./socket.ts";
import type { Store } from "./store.ts";
import type { CommandName } from "./wire.ts";

/** The page's own data, as the server wrote it into `room-config`. */
export interface RoomConfig {
  session_id: string;
  person_id: string;
  may: string[];
  state: string;
  zone: string;
  /** What the zone is called: the city, and its abbreviation beside the hour. */
  city: string;
  abbreviation: string;
  /** The zone that the reader lives in, by their profile. */
  own_zone: string;
  ticket_url: string;
  commands_url: string;
  events_url: string;
  people_url: string;
  /** Where one changes what others see of oneself, and how one is shown as the page was made. */
  entry_url: string;
  shown: { kind: string; name: string; organisation: string; country: string };
  /** The session as its stage names it: its title, its speakers, where its record will be. */
  title: string;
  title_lang: string;
  speakers: { name: string; lang: string }[];
  record_url: string;
  /** Whether everyone may read that record, without signing in. */
  has_public_record: boolean;
  /** The services whose videos the site allows, and the one that this page was made to hold. */
  embed_hosts: string[];
  frame_host: string;
  starts_at: string;
  ends_at: string;
}

export interface Here {
  config: RoomConfig;
  store: Store;
  line: Line;
  /** Say whether the page may offer a command; the server judges each one anyway. */
  may: (command: CommandName) => boolean;
}

export const HereContext = createContext<Here | null>(null);

/** Return what the room's root provides. */
export function useHere(): Here {
  const here = useContext(HereContext);
  if (!here) {
    throw new Error("a part of the room was drawn outside the room");
  }
  return here;
}
