/** The live room's entry: puts the panels, the clock and the line onto the page that the server made. */

import { effect } from "@preact/signals";
import { type ComponentChildren, render } from "preact";
import { KeptTexts } from "../pages/kept.ts";
import "./nouns.ts";
import { AgendaBar } from "./agenda_bar.tsx";
import { Announcer, announceFrom } from "./announcer.tsx";
import { followTheWindow } from "./attention.ts";
import { Console, Waits } from "./console.tsx";
import { fetchEvents, fetchTicket, postCommand } from "./doors.ts";
import { type Here, HereContext, type RoomConfig } from "./here.ts";
import { Clock, LineView } from "./line.tsx";
import { speakOfLine } from "./line_spoken.ts";
import { Outbox } from "./outbox.ts";
import { PauseButton, PausedNote } from "./pause.tsx";
import { offerRoomKeys } from "./room_keys.ts";
import { serverClock } from "./server_clock.ts";
import { SessionControls, StateBadge } from "./session.tsx";
import { listenForShortcuts } from "./shortcuts.ts";
import { ShortcutsHelp } from "./shortcuts_help.tsx";
import { Line } from "./socket.ts";
import { StageHint, StagePlace, StageWay } from "./stage_place.tsx";
import { Store } from "./store.ts";
import type { Surroundings } from "./surroundings.ts";
import { gettext } from "./texts.ts";
import { Tabs } from "./tabs.tsx";
import { livesIn } from "./times.ts";

function Panels() {
  return (
    <>
      <Tabs label={gettext("In this room")} extra={<PauseButton />} above={<PausedNote />} />
      <Announcer />
    </>
  );
}

function readConfig(): RoomConfig {
  return JSON.parse(document.getElementById("room-config")?.textContent ?? "{}") as RoomConfig;
}

function surroundings(config: RoomConfig): Surroundings {
  return {
    open: (url) => new WebSocket(url),
    ticket: () => fetchTicket(config),
    command: (frame) => postCommand(config, frame),
    events: (seen, calledOff) => fetchEvents(config, seen, calledOff),
    later: (act, milliseconds) => {
      const timer = setTimeout(act, milliseconds);
      return () => clearTimeout(timer);
    },
    now: Date.now,
    random: Math.random,
    isOnline: () => navigator.onLine,
  };
}

/** Put a part of the room in place of what the server wrote there for a reader without script. */
function place(id: string, here: Here, part: ComponentChildren): void {
  const element = document.getElementById(id);
  if (element) {
    element.replaceChildren();
    element.removeAttribute("data-plain");
    render(<HereContext.Provider value={here}>{part}</HereContext.Provider>, element);
  }
}

/** What the server wrote is true until the room itself is known: only then does the part take over. */
function placeOnceKnown(id: string, here: Here, part: ComponentChildren): void {
  const done = effect(() => {
    if (here.store.isReady.value) {
      place(id, here, part);
      queueMicrotask(() => done());
    }
  });
}

/** On a small screen the chat comes first; the title card and what it is about are one tap away. */
function foldTheStage(): void {
  if (matchMedia("(width < 60rem)").matches) {
    for (const fold of document.querySelectorAll(".stage, .about")) {
      fold.removeAttribute("open");
    }
  }
}

function followTheNetwork(line: Line): void {
  const hurry = () => line.hurry();
  addEventListener("online", hurry);
  addEventListener("pageshow", hurry);
  addEventListener("offline", () => line.offline());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      hurry();
    }
  });
}

function start(): void {
  const config = readConfig();
  livesIn(config.own_zone);
  const store = new Store();
  const kept = new KeptTexts(sessionStorage, config.person_id);
  const outbox = new Outbox(sessionStorage, kept.keyOf(`${config.session_id}:outbox`));
  const line = new Line(store, outbox, surroundings(config), {
    room: `session.${config.session_id}`,
    person: config.person_id,
    may: config.may,
  });
  const here: Here = { config, store, line, may: (command) => line.may.value.includes(command) };
  place("room-state", here, <StateBadge />);
  place("room-clock", here, <Clock />);
  place("room-line", here, <LineView />);
  place("room-controls", here, <SessionControls />);
  place("room-keys", here, <ShortcutsHelp />);
  placeOnceKnown("agenda", here, <AgendaBar />);
  placeOnceKnown("room-stage-hint", here, <StageHint />);
  placeOnceKnown("stage-way", here, <StageWay />);
  placeOnceKnown("stage", here, <StagePlace />);
  place("room", here, <Panels />);
  placeOnceKnown("console-waits", here, <Waits />);
  place("console", here, <Console />);
  document.documentElement.classList.add("is-live");
  foldTheStage();
  store.onHeard((event) => serverClock.hear(event.at));
  announceFrom(store, config.person_id);
  speakOfLine(line.state);
  followTheWindow();
  offerRoomKeys(here);
  listenForShortcuts();
  followTheNetwork(line);
  line.start();
}

start();
