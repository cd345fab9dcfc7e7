/** Which classes the room's page has, and which sentences its scripts say first: looked for in the sources. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const PAGE = "templates/sessions/room.html";
/** What the page is told to include by name: each app's panel. */
const PANELS = readdirSync("templates").map((app) => `templates/${app}/_panel.html`);
const SCRIPT = "static/src/live/room.tsx";
const REST = "static/src/live/rest.ts";
/** Words of scripts and templates that are classes of the component library too, and not meant as such. */
const WORDS = new Set(
  "alert breadcrumbs card chat contents filter hidden join list loading menu stack static status step steps tab table tabs".split(
    " ",
  ),
);

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? "");
}

/** Return these files and whatever they lead to. */
function reached(from: string[], next: (path: string, text: string) => string[]): Map<string, string> {
  const texts = new Map<string, string>();
  const open = [...from];
  for (let path = open.pop(); path; path = open.pop()) {
    if (!texts.has(path) && existsSync(path)) {
      const text = readFileSync(path, "utf8");
      texts.set(path, text);
      open.push(...next(path, text));
    }
  }
  return texts;
}

function included(_path: string, text: string): string[] {
  return found(text, /{% (?:include|extends) "([^"]+)"/g).map((name) => join("templates", name));
}

function imported(path: string, text: string): string[] {
  return found(text, /^(?:import|export) [^"(]*"(\.[^"]+)"|^} from "(\.[^"]+)"/gm).map((name) => join(dirname(path), name));
}

const SENTENCE = /\bgettext\(\s*("(?:[^"\\]|\\.)*")|\bngettext\(\s*("(?:[^"\\]|\\.)*")/g;

function sentencesIn(texts: Iterable<string>): Set<string> {
  return new Set([...texts].flatMap((text) => found(text, SENTENCE)).map((literal) => JSON.parse(literal) as string));
}

function scripts(from: string[]): Map<string, string> {
  return reached(from, imported);
}

/** Return the sentences of the first view's script, of what follows it, and of all other scripts of the room. */
export function sentences(): { first: string[]; rest: string[]; seldom: string[] } {
  const first = sentencesIn(scripts([SCRIPT]).values());
  const rest = sentencesIn(scripts([REST]).values());
  const all = sentencesIn(everyScript().values());
  return {
    first: [...first].sort(),
    rest: [...rest].filter((each) => !first.has(each)).sort(),
    seldom: [...all].filter((each) => !first.has(each) && !rest.has(each)).sort(),
  };
}

function everyScript(): Map<string, string> {
  const folder = dirname(SCRIPT);
  return scripts(readdirSync(folder).map((name) => join(folder, name)));
}

export interface View {
  classes: Set<string>;
  /** In which they were found. */
  files: string[];
}

function view(pages: Map<string, string>, scripts: Map<string, string>): View {
  const said = [
    ...[...pages.values()].flatMap((text) => found(text, /class="([^"]*)"|{% block \w+_class %}([^{]*)/g)),
    ...[...scripts.values()].flatMap((text) => found(text, /"([^"\n]*)"|`([^`]*)`/g)),
  ];
  const words = said.flatMap((text) => text.split(/[\s${}%|'"=]+/));
  return {
    classes: new Set(words.filter((word) => word && !WORDS.has(word))),
    files: [...pages.keys(), ...scripts.keys()],
  };
}

/** Return what the room's page can show. */
export function wholeRoom(): View {
  return view(reached([PAGE, ...PANELS], included), everyScript());
}
