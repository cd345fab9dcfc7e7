/**
 * Light or dark: the system's choice until the reader makes their own.
 *
 * The choice is a cookie, so the server writes it into the next page itself and nothing flashes.
 */

const YEAR = 365 * 24 * 3600;

function isDark(root: HTMLElement): boolean {
  const chosen = root.dataset.theme;
  return chosen ? chosen === "cspp-dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Show the switch, which needs this script, and let it turn. */
export function offerThemes(): void {
  const root = document.documentElement;
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-switch]")) {
    const show = () => button.setAttribute("aria-pressed", String(isDark(root)));
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      const theme = isDark(root) ? "light" : "dark";
      root.dataset.theme = `cspp-${theme}`;
      document.cookie = `theme=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
      show();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  }
}
