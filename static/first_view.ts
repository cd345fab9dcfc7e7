/** Which classes stand on the room's page before its parts that come afterwards: looked for in the sources. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const PAGE = "templates/sessions/room.html";
/** What the page is told to include by name: each app's panel. */
const PANELS = readdirSync("templates").map((app) => `templates/${app}/_panel.html`);
const SCRIPT = "static/src/live/room.tsx";
/** Words of scripts and templates that are classes of the component library too, and not meant as such. */
const WORDS = new Set(
  "alert breadcrumbs card chat checkbox contents filter hidden input join kbd list loading menu radio select stack static status step steps tab table tabs toggle".split(
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

/** Return the sentences that the first view's script may say, and those of all other scripts of the room. */
export function sentences(): { first: string[]; rest: string[] } {
  const first = sentencesIn(reached([SCRIPT], imported).values());
  const folder = dirname(SCRIPT);
  const all = sentencesIn(readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8")));
  return { first: [...first].sort(), rest: [...all].filter((each) => !first.has(each)).sort() };
}

/** Return the classes of the first view, and the files in which they were found. */
export function firstView(): { classes: Set<string>; files: string[] } {
  const pages = reached([PAGE, ...PANELS], included);
  const scripts = reached([SCRIPT], imported);
  const said = [
    ...[...pages.values()].flatMap((text) => found(text, /class="([^"]*)"/g)),
    ...[...scripts.values()].flatMap((text) => found(text, /"([^"\n]*)"|`([^`]*)`/g)),
  ];
  const words = said.flatMap((text) => text.split(/[\s${}%|'"=]+/));
  return {
    classes: new Set(words.filter((word) => word && !WORDS.has(word))),
    files: [...pages.keys(), ...scripts.keys()],
  };
}
