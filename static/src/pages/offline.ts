/** Without a line a plain page says so, and keeps its forms: a browser's own page would take their place. */

export function sayWhenOffline(): void {
  const notice = document.querySelector<HTMLElement>("[data-offline]");
  // A room has a line of its own, which says it and keeps what is sent.
  if (!notice || document.body.classList.contains("room-page")) {
    return;
  }
  const show = () => {
    notice.hidden = navigator.onLine;
  };
  addEventListener("online", show);
  addEventListener("offline", show);
  document.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      show();
      notice.scrollIntoView({ block: "nearest" });
    }
  });
  show();
}
