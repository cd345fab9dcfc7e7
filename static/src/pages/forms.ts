/** Forms on plain pages: `data-keep` fields keep what is typed until the form has arrived. */

import { KeptTexts, placeOf } from "./kept.ts";

type Field = HTMLTextAreaElement | HTMLInputElement;

function keep(field: Field, kept: KeptTexts): void {
  const place = placeOf(location.pathname, field.dataset.keep || field.name);
  if (field.value) {
    kept.write(place, field.value);
  } else {
    field.value = kept.read(place);
  }
  field.addEventListener("input", () => kept.write(place, field.value));
  field.form?.addEventListener("submit", () => {
    kept.write(place, field.value);
    kept.sent(place);
  });
}

/** Keep the marked fields of this page; signing out forgets everything. */
export function keepTypedText(): void {
  const kept = new KeptTexts(sessionStorage, document.body.dataset.person ?? "");
  kept.arrived();
  for (const field of document.querySelectorAll<Field>("[data-keep]")) {
    keep(field, kept);
  }
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", () => kept.clear());
  }
}
