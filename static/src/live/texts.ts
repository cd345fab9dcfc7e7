/**
 * The page's language: the sentences of the first view, put on the page before this module runs, and later the rest.
 *
 * Call these by their own names with literal sentences: xgettext reads `gettext("…")` in the
 * compiled script. Without a catalogue (in Node) the English sentences stand.
 */

interface Texts {
  plural: (count: number) => number;
  of: Record<string, string | string[]>;
}

const page = globalThis as { texts?: Texts };

/** Return the sentence in the reader's language. */
export function gettext(text: string): string {
  const told = page.texts?.of[text];
  return (typeof told === "string" ? told : told?.[0]) ?? text;
}

/** Return the sentence in the reader's language, in the form that the count asks for. */
export function ngettext(one: string, many: string, count: number): string {
  const told = page.texts?.of[one];
  return Array.isArray(told) ? (told[page.texts?.plural(count) ?? 0] ?? one) : count === 1 ? one : many;
}

/** Fill `%(name)s` places of a translated sentence. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/%\((\w+)\)[sd]/g, (place, name: string) => String(values[name] ?? place));
}

/** Return the language of the page. */
export function language(): string {
  return typeof document === "undefined" ? "en" : document.documentElement.lang || "en";
}
