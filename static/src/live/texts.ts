/**
 * The page's language: Django's JavaScript catalogue, put on the page before this module runs.
 *
 * Call these by their own names with literal sentences: xgettext reads `gettext("…")` in the
 * compiled script. Without a catalogue (in Node) the English sentences stand.
 */

interface Catalogue {
  gettext?: (text: string) => string;
  ngettext?: (one: string, many: string, count: number) => string;
}

const catalogue = globalThis as Catalogue;

/** Return the sentence in the reader's language. */
export function gettext(text: string): string {
  return catalogue.gettext ? catalogue.gettext(text) : text;
}

/** Return the sentence in the reader's language, in the form that the count asks for. */
export function ngettext(one: string, many: string, count: number): string {
  if (catalogue.ngettext) {
    return catalogue.ngettext(one, many, count);
  }
  return count === 1 ? one : many;
}

/** Fill `%(name)s` places of a translated sentence. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/%\((\w+)\)[sd]/g, (place, name: string) => String(values[name] ?? place));
}

/** Return the language of the page. */
export function language(): string {
  return typeof document === "undefined" ? "en" : document.documentElement.lang || "en";
}
