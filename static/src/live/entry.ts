/** The room's page is there: whatever makes it live comes after its text and its sheet, which need the line first. */

/** Milliseconds that the room waits for what the page itself still lacks. */
const AT_MOST = 8_000;

let isBegun = false;

function begin(): void {
  if (!isBegun) {
    isBegun = true;
    void import("./room.tsx");
  }
}

if (document.readyState === "complete") {
  begin();
} else {
  addEventListener("load", begin, { once: true });
  setTimeout(begin, AT_MOST);
}
