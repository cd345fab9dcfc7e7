/**
 * What comes after the room stands: parts that nobody needs to read and to write are fetched last.
 *
 * The first file holds the state, the line, the chat and the heads of all panels; meanwhile the page shows
 * the rest as the server wrote it. `rest.ts` follows by itself as soon as the room is entered, `desk.ts` for who
 * moderates; `decided.ts` when somebody looks at it.
 */

import { type Signal, signal } from "@preact/signals";
import type { ComponentChildren, FunctionComponent } from "preact";
import { fill, gettext } from "./texts.ts";

const AGAIN = [1_000, 3_000, 10_000];

type Parts = Record<string, unknown>;

/** One file of parts: fetched once, whoever asks first, and tried again while the line is bad. */
export class Later<M extends Parts> {
  /** Null until they have come. */
  readonly parts: Signal<M | null> = signal(null);
  private readonly isLost = signal(false);
  private isFetching = false;
  private isDue = false;
  private isWanted = false;

  constructor(private readonly load: () => Promise<M>) {}

  /** From now on parts are fetched: before, what is needed first would share the line with them. */
  begin(now: boolean): void {
    this.isDue = true;
    if (now || this.isWanted) {
      this.fetch();
    }
  }

  private fetch(attempt = 0): void {
    this.isWanted = true;
    if (!this.isDue || (attempt === 0 && (this.isFetching || this.parts.peek()))) {
      return;
    }
    this.isFetching = true;
    this.load().then(
      (parts) => {
        this.parts.value = parts;
        this.isLost.value = false;
        this.isFetching = false;
      },
      () => this.failed(attempt),
    );
  }

  /** Return a part by its name; where it will stand, `meanwhile` stands until it is there. */
  part<N extends keyof M & string>(name: N, meanwhile: ComponentChildren = null): M[N] {
    const draw: FunctionComponent = (props) => {
      const parts = this.parts.value;
      if (!parts) {
        this.fetch();
        return this.isLost.value ? <Lost onAgain={() => this.fetch()} /> : <>{meanwhile}</>;
      }
      const Part = parts[name] as FunctionComponent;
      return <Part {...props} />;
    };
    return draw as M[N];
  }

  private failed(attempt: number): void {
    const wait = AGAIN[attempt];
    if (wait === undefined) {
      this.isFetching = false;
      this.isLost.value = true;
    } else {
      setTimeout(() => this.fetch(attempt + 1), wait);
    }
  }
}

function Lost({ onAgain }: { onAgain: () => void }) {
  return (
    <p class="quiet panel-pad">
      {gettext("This part of the page did not arrive.")}{" "}
      <button type="button" class="link" onClick={onAgain}>
        {gettext("Try again")}
      </button>
    </p>
  );
}

/** What stands in a panel while it is on its way. */
export function Coming({ what }: { what: string }) {
  return <p class="quiet panel-pad">{fill(gettext("%(what)s: on the way…"), { what })}</p>;
}

/** Fetch a file of parts beside its sentences, without which none of them is drawn. */
async function worded<M>(parts: () => Promise<M>, isSeldom = false): Promise<M> {
  const { texts = "", seldomTexts = "" } = document.body.dataset;
  const coming = parts();
  const said = isSeldom ? [texts, seldomTexts] : [texts];
  await Promise.all(said.map((each) => import(/* @vite-ignore */ each)));
  return coming;
}

export const rest = new Later(() => worded(() => import("./rest.ts")));
export const desk = new Later(() => worded(() => import("./desk.ts"), true));
export const decided = new Later(() => worded(() => import("./decided.ts"), true));
