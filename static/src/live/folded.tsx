/** A long text is folded: its beginning, and a button for all of it. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { fill, gettext, ngettext } from "./texts.ts";

const LONGEST = 700;
const MOST_LINES = 12;
/** What is cut off shall be worth a press. */
const WORTH_FOLDING = 200;

/** Return the beginning of a text that is too long to stand in a list; nothing where it is not. */
export function beginningOf(text: string): string | undefined {
  const characters = Array.from(text);
  const lines = text.split("\n");
  const few = lines.slice(0, MOST_LINES).join("\n");
  const isHigh = lines.length > MOST_LINES + 2;
  if (!isHigh && characters.length <= LONGEST + WORTH_FOLDING) {
    return undefined;
  }
  const part = Array.from(isHigh ? few : text);
  const cut = part.slice(0, LONGEST).join("");
  const space = part.length > LONGEST ? cut.search(/\s\S*$/) : -1;
  return cut.slice(0, space > cut.length / 2 ? space : undefined).trimEnd();
}

interface Props {
  text: string;
  tabIndex?: number;
  children: (part: string) => ComponentChildren;
}

export function Folded({ text, tabIndex = 0, children }: Props) {
  const [isOpen, open] = useState(false);
  const beginning = beginningOf(text);
  if (beginning === undefined) {
    return <>{children(text)}</>;
  }
  const count = Array.from(text).length;
  const all = ngettext("Show all (%(count)s character)", "Show all (%(count)s characters)", count);
  return (
    <>
      {children(isOpen ? text : `${beginning}…`)}
      <button type="button" class="link unfold" aria-expanded={isOpen} tabIndex={tabIndex} onClick={() => open(!isOpen)}>
        {isOpen ? gettext("Show less") : fill(all, { count })}
      </button>
    </>
  );
}
