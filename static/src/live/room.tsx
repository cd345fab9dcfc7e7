/** The live room's entry: puts the panels, the clock and the line onto the page that the server made. */

import { type ComponentChildren, render } from "preact";
import { KeptTexts } from "../pages/kept.ts";
import "./nouns.ts";
import { Announcer, announceFrom } from "./announcer.tsx";
import { fetchEvents, fetchTicket, postCommand } from "./doors.ts";
import { isPaused } from "./held.ts";
import { type Here, HereContext, type RoomConfig } from "./here.ts";
import { Icon } from "./icon.tsx";
import { Clock, LineView } from "./line.tsx";
import { Outbox } from "./outbox.ts";
import { SessionControls, StateBadge } from "./session.tsx";
import { Line } from "./socket.ts";
import { Store } from "./store.ts";
import type { Surroundings } from "./surroundings.ts";
import { gettext } from "./texts.ts";
import { Tabs } from "./tabs.tsx";
import { livesIn } from "./times.ts";

function PauseButton() {
  return (
    <button
      type="button"
      class="tool"
      aria-pressed={isPaused.value}
      aria-label={gettext("Pause updates")}
      title={isPaused.value ? gettext("Updates are paused") : gettext("Pause updates")}
      onClick={() => {
        isPaused.value = !isPaused.value;
      }}
    >
      <Icon name={isPaused.value ? "play" : "pause"} />
    </button>
  );
}

function Panels() {
  return (
    <>
      <Tabs label={gettext("In this room")} extra={<PauseButton />} />
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

/** On a small screen the chat comes first; what the session is about is one tap away. */
function foldTheStage(): void {
  if (matchMedia("(width < 60rem)").matches) {
    document.querySelector(".stage")?.removeAttribute("open");
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
  place("room", here, <Panels />);
  document.documentElement.classList.add("is-live");
  foldTheStage();
  announceFrom(store, config.person_id);
  followTheNetwork(line);
  line.start();
}

start();
