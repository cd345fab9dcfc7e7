/** Which classes the room's page and all other pages have, and which sentences its scripts say first: looked for in the sources. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const PAGE = "templates/sessions/room.html";
/** What the page is told to include by name: each app's panel. */
const PANELS = readdirSync("templates").map((app) => `templates/${app}/_panel.html`);
const SCRIPT = "static/src/live/room.tsx";
const REST = "static/src/live/rest.ts";
/** Pages that are live, or show everything there is: they have sheets of their own. */
const APART = [PAGE, ...["sessions/console", "sessions/log", "portal/styleguide"].map((name) => `templates/${name}.html`)];
/** What Django and scripts put on any page without a template's saying so. */
const ANYWHERE = ["errorlist", "select", "textarea", "select-sm", "radio-sm", "checkbox-sm", "hidden", "text-end", "status", "footer"];
/** Where Python names classes. */
const ROW_TEXT = "sessions/programme/row_text.py";
/** Words of scripts and templates that are classes of the component library too, and not meant as such. */
const WORDS = new Set(
  "alert breadcrumbs card chat contents filter hidden join list loading menu stack static status step steps tab table tabs".split(
    " ",
  ),
);

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
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

/** Words that stand for classes: in attributes, in blocks that end up in one, and in what templates hand to their parts. */
function inTemplate(text: string): string[] {
  const attributes = found(text, /class="((?:{%.*?%}|{{.*?}}|[^"])*)"|{% block \w+_class %}([^{]*)/g);
  const handed = found(text, /({%.*?%})/g).flatMap((tag) => found(tag, /"([^"]*)"/g));
  return [...attributes.flatMap(words), ...handed.flatMap(words).filter((word) => !WORDS.has(word))];
}

function inCode(text: string): string[] {
  return found(text, /"([^"\n]*)"|`([^`]*)`|'([^'\n]*)'/g)
    .flatMap(words)
    .filter((word) => !WORDS.has(word));
}

function words(text: string): string[] {
  return text.split(/[\s${}%|'"=<>]+/).filter(Boolean);
}

function view(templates: Map<string, string>, code: Map<string, string>): View {
  const said = [...[...templates.values()].flatMap(inTemplate), ...[...code.values()].flatMap(inCode)];
  return { classes: new Set(said), files: [...templates.keys(), ...code.keys()] };
}

/** Return what the room's page can show. */
export function wholeRoom(): View {
  const live = [...everyScript()].filter(([path]) => path.startsWith(dirname(SCRIPT)));
  return view(reached([PAGE, ...PANELS], included), new Map(live));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)).filter((path) => /\.\w+$/.test(path));
}

/** The forms of every app, and of its parts: as deep as Tailwind looks. */
function forms(): string[] {
  const folders = (at: string) =>
    readdirSync(at, { withFileTypes: true })
      .filter((each) => each.isDirectory() && /^[a-z]\w*$/.test(each.name) && each.name !== "node_modules")
      .map((each) => join(at, each.name));
  const apps = folders(".").filter((app) => existsSync(join(app, "__init__.py")));
  return [...apps, ...apps.flatMap(folders)].map((folder) => join(folder, "forms.py")).filter((path) => existsSync(path));
}

/** Return what all pages can show that are not live: of the parts of templates, those that only live ones have are left out. */
export function allPages(): View {
  const every = filesIn("templates").filter((path) => path.endsWith(".html"));
  const live = reached([...APART, ...PANELS], included);
  const others = every.filter((path) => !live.has(path));
  const code = [...filesIn("static/src/pages"), ...forms(), ROW_TEXT];
  const { classes, files } = view(reached(others, included), new Map(code.map((path) => [path, readFileSync(path, "utf8")])));
  return { classes: new Set([...classes, ...ANYWHERE]), files };
}
