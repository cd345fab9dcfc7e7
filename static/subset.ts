/**
 * The part of a sheet that a page's first view needs: rules whose classes stand in given sources.
 *
 * What remains keeps its order and layers, so that the whole sheet may follow without moving anything.
 */

/** Where a rule's own text ends and its block begins, and where that ends. */
interface Rule {
  head: string;
  /** Null for a statement without a block, such as `@layer a,b;`. */
  body: string | null;
}

/** Split a sheet without comments, or a block of it, into its rules. */
export function rules(sheet: string): Rule[] {
  const found: Rule[] = [];
  let at = 0;
  while (at < sheet.length) {
    const [open, stop] = [until(sheet, at, "{"), until(sheet, at, ";")];
    if (stop < open) {
      found.push({ head: sheet.slice(at, stop + 1).trim(), body: null });
      at = stop + 1;
    } else if (open >= sheet.length) {
      break;
    } else {
      const close = until(sheet, open + 1, "}");
      found.push({ head: sheet.slice(at, open).trim(), body: sheet.slice(open + 1, close) });
      at = close + 1;
    }
  }
  return found;
}

/** Return where a sign next stands outside of strings, brackets and blocks. */
function until(sheet: string, from: number, sign: string): number {
  let depth = 0;
  for (let at = from; at < sheet.length; at++) {
    const letter = sheet[at] as string;
    if (depth === 0 && letter === sign) {
      return at;
    }
    if (letter === "\\") {
      at++;
    } else if (letter === '"' || letter === "'") {
      at = closing(sheet, at, letter);
    } else if ("({[".includes(letter)) {
      depth++;
    } else if (")}]".includes(letter)) {
      depth--;
    }
  }
  return sheet.length;
}

function closing(sheet: string, from: number, quote: string): number {
  let at = from + 1;
  while (at < sheet.length && sheet[at] !== quote) {
    at += sheet[at] === "\\" ? 2 : 1;
  }
  return at;
}

function selectors(head: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < head.length; ) {
    const end = until(head, at, ",");
    found.push(head.slice(at, end));
    at = end + 1;
  }
  return found;
}

/** Say whether all classes that a selector demands are used; what it excludes is no demand. */
function isWanted(selector: string, used: ReadonlySet<string>): boolean {
  const demands = selector.replace(/:not\((?:[^()]|\([^()]*\))*\)/g, "");
  const classes = demands.matchAll(/\.((?:\\[0-9a-f]{1,6}\s?|\\.|[\w-])+)/g);
  return [...classes].every(([, escaped]) => {
    const name = (escaped as string).replace(/\\/g, "");
    // A source that puts a class together, as `icon-{{ name }}`, leaves its beginning.
    return used.has(name) || [...name.matchAll(/-/g)].some(({ index }) => used.has(name.slice(0, index + 1)));
  });
}

const WHOLE = /^@(keyframes|property|font-face|page|-webkit-keyframes)/;

/** Return what of a sheet is for elements without classes, or with these. */
export function subset(sheet: string, used: ReadonlySet<string>): string {
  return kept(sheet.replace(/\/\*[^]*?\*\//g, ""), used);
}

function kept(sheet: string, used: ReadonlySet<string>): string {
  return rules(sheet)
    .map(({ head, body }) => {
      if (body === null || WHOLE.test(head)) {
        return body === null ? head : `${head}{${body}}`;
      }
      if (head.startsWith("@")) {
        const inner = kept(body, used);
        return inner ? `${head}{${inner}}` : "";
      }
      const wanted = selectors(head).filter((each) => isWanted(each, used));
      return wanted.length > 0 ? `${wanted.join(",")}{${body}}` : "";
    })
    .join("");
}
