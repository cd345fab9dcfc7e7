/** The live room's entry: puts the panels, the clock and the line onto the page that the server made. */

import { effect, type Signal } from "@preact/signals";
import { type ComponentChildren, render } from "preact";
import { KeptTexts } from "../pages/kept.ts";
import "./first.ts";
import { decided, desk, rest } from "./afterwards.tsx";
import { Announcer, announceFrom } from "./announcer.tsx";
import { followTheWindow } from "./attention.ts";
import { fetchEvents, fetchTicket, postCommand } from "./doors.ts";
import { type Here, HereContext, type RoomConfig } from "./here.ts";
import { Clock, LineView } from "./line.tsx";
import { speakOfLine } from "./line_spoken.ts";
import { Outbox } from "./outbox.ts";
import { PauseButton, PausedNote } from "./pause.tsx";
import { followPlacesInUse } from "./place_in_use.ts";
import { serverClock } from "./server_clock.ts";
import { StateBadge } from "./session.tsx";
import { listenForShortcuts } from "./shortcuts.ts";
import { Line } from "./socket.ts";
import { Store } from "./store.ts";
import type { Surroundings } from "./surroundings.ts";
import { gettext } from "./texts.ts";
import { Tabs } from "./tabs.tsx";
import { livesIn } from "./times.ts";

/** Milliseconds after which a line that does not come up holds nothing back any more. */
const REST_AFTER = 15_000;

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

/** Whoever is writing already goes on in the live box: the text is kept by its place, the caret by us. */
function placePanels(here: Here): void {
  const field = document.activeElement;
  const own = field instanceof HTMLTextAreaElement ? field : null;
  const { keep = "" } = own?.dataset ?? {};
  const caret = [own?.selectionStart ?? 0, own?.selectionEnd ?? 0] as const;
  place("room", here, <Panels />);
  const box = keep ? document.getElementById(`write-${keep}`) : null;
  if (box instanceof HTMLTextAreaElement) {
    box.focus();
    box.setSelectionRange(...caret);
  }
}

/** What the server wrote is true until the room itself is known, and what takes its place has come. */
function placeOnce<M>(here: Here, later: { parts: Signal<M | null> }, draw: (parts: M) => void): void {
  const done = effect(() => {
    const parts = later.parts.value;
    if (here.store.isReady.value && parts) {
      draw(parts);
      queueMicrotask(() => done());
    }
  });
}

function placeAfterwards(here: Here): void {
  placeOnce(here, rest, ({ AgendaBar, ShortcutsHelp, StageHint, StageWay, StagePlace, offerRoomKeys }) => {
    place("room-keys", here, <ShortcutsHelp />);
    place("agenda", here, <AgendaBar />);
    place("room-stage-hint", here, <StageHint />);
    place("stage-way", here, <StageWay />);
    place("stage", here, <StagePlace />);
    offerRoomKeys(here);
  });
  placeOnce(here, desk, ({ Console, SessionControls, Waits }) => {
    place("room-controls", here, <SessionControls />);
    place("console-waits", here, <Waits />);
    place("console", here, <Console />);
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

/** Fetch what comes last once the room is there and drawn, or cannot be had for long. */
function fetchAfterwards(here: Here): void {
  const begin = () => {
    rest.begin(true);
    desk.begin(here.may("question.approve"));
    decided.begin(false);
  };
  const patience = setTimeout(begin, REST_AFTER);
  const done = effect(() => {
    if (here.store.isReady.value) {
      clearTimeout(patience);
      requestAnimationFrame(() => setTimeout(begin));
      queueMicrotask(() => done());
    }
  });
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
  placeAfterwards(here);
  placePanels(here);
  document.documentElement.classList.add("is-live");
  foldTheStage();
  store.onHeard((event) => serverClock.hear(event.at));
  announceFrom(store, config.person_id);
  speakOfLine(line.state);
  followTheWindow();
  const isModerated = here.may("question.approve");
  followPlacesInUse();
  listenForShortcuts(() => Boolean(rest.parts.value && (desk.parts.value || !isModerated)));
  followTheNetwork(line);
  line.start();
  fetchAfterwards(here);
}

start();
