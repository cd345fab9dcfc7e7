/** The place of the stage, as everybody sees it: the way to audio and video, and the title card. */

import { useRef, useState } from "preact/hooks";
import { desk } from "./afterwards.tsx";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { useServerNow } from "./server_clock.ts";
import { hostOf, startsIn } from "./stage.ts";
import { TitleCard } from "./stage_card.tsx";
import { fill, gettext } from "./texts.ts";

const StageDesk = desk.part("StageDesk");

function Join({ url }: { url: string }) {
  return (
    <p class="stage-way">
      <a class="btn btn-primary btn-lg" href={url} target="_blank" rel="noopener noreferrer">
        <Icon name="external-link" />
        {gettext("Join the audio and video")}
      </a>
      <span class="help">{fill(gettext("Opens in a new window: %(host)s"), { host: hostOf(url) })}</span>
    </p>
  );
}

/**
 * A video of another service: nothing is asked of its host before the reader says so.
 *
 * It is walled in: no cookies of ours, no way to this page; its host learns our address and no page.
 */
function Video({ url, onHidden }: { url: string; onHidden: () => void }) {
  const host = hostOf(url);
  return (
    <div class="stage-video">
      <iframe
        src={url}
        title={fill(gettext("Video from %(host)s"), { host })}
        sandbox="allow-scripts allow-same-origin allow-presentation"
        allow="autoplay; camera; display-capture; encrypted-media; fullscreen; microphone; picture-in-picture"
        referrerpolicy="strict-origin"
      />
      <p>
        <button type="button" class="btn btn-sm" onClick={onHidden}>
          {gettext("Hide the video")}
        </button>
      </p>
    </div>
  );
}

const ALLOWED = "stage-allowed";

/** Return the host that the reader has just allowed, where the page had to load anew for it. */
function takeAllowed(): string {
  const host = sessionStorage.getItem(ALLOWED) ?? "";
  sessionStorage.removeItem(ALLOWED);
  return host;
}

/** What one host was allowed to show is not allowed to another that comes in its place. */
function Embed({ url }: { url: string }) {
  const { config } = useHere();
  const [allowed, allow] = useState(takeAllowed);
  const place = useRef<HTMLDivElement>(null);
  const host = hostOf(url);
  // A page may frame only what was its stage when it was made.
  const isNew = new URL(url).host !== config.frame_host;
  const show = (host: string) => {
    if (host && isNew) {
      sessionStorage.setItem(ALLOWED, host);
      location.reload();
      return;
    }
    allow(host);
    // Either button takes the place of the other: whoever pressed one stands on the next.
    requestAnimationFrame(() => place.current?.querySelector("button")?.focus());
  };
  return (
    <div ref={place}>
      {allowed === host && !isNew ? (
        <Video url={url} onHidden={() => show("")} />
      ) : (
        <p class="stage-way">
          <button type="button" class="btn btn-primary btn-lg" onClick={() => show(host)}>
            <Icon name="play" />
            {fill(gettext("Show the video from %(host)s"), { host })}
          </button>
          <span class="help">
            {fill(
              gettext("Once you do, %(host)s learns your network address and that you are on this site."),
              { host },
            )}{" "}
            {isNew && gettext("The page loads anew for it; what you have typed is kept.")}
          </span>
        </p>
      )}
    </div>
  );
}

function Record() {
  const { config } = useHere();
  return (
    <p class="stage-way">
      <a class="btn btn-primary" href={config.record_url}>
        {gettext("Read the record")}
      </a>
    </p>
  );
}

/** The one button that matters now: to join, to see the video, or, once it is over, to the record. */
export function StageWay() {
  const { config, store } = useHere();
  const { stage, session } = store.room.value;
  if (session.state === "ended") {
    return <Record />;
  }
  if (session.state === "cancelled" || stage.kind === "card") {
    return null;
  }
  // A service that the site no longer allows is still a window away.
  const isEmbed = stage.kind === "embed" && config.embed_hosts.includes(new URL(stage.url).host);
  return isEmbed ? <Embed url={stage.url} /> : <Join url={stage.url} />;
}

/** The stage as it is now. */
export function StagePlace() {
  const { may } = useHere();
  return (
    <>
      <TitleCard />
      {may("stage.set") && <StageDesk />}
    </>
  );
}

function Countdown() {
  const { config } = useHere();
  const now = useServerNow(1000);
  return <span class="quiet">{startsIn(Date.parse(config.starts_at) - now)}</span>;
}

/** Beside the word "Stage", where the card itself is folded away. */
export function StageHint() {
  const { state } = useHere().store.room.value.session;
  return state === "scheduled" || state === "open" ? <Countdown /> : null;
}
