/** An icon of the page's one sprite; always beside words or in a button that has a name. */

export function Icon({ name }: { name: string }) {
  const sprite = document.body.dataset.icons ?? "";
  return (
    <svg class="icon" aria-hidden="true" focusable="false">
      <use href={`${sprite}#${name}`} />
    </svg>
  );
}
