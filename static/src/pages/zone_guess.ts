/** Where a form asks for a time zone, the browser's own is chosen beforehand; the reader may change it. */

export function guessZone(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const select of document.querySelectorAll<HTMLSelectElement>("select[data-guess-zone]")) {
    const untouched = select.value === "UTC" || select.value === "";
    if (untouched && [...select.options].some((option) => option.value === zone)) {
      select.value = zone;
    }
  }
}
