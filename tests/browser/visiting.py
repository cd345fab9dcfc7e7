"""Visitors in browsers: signed in by the demonstration's buttons, watched for whatever goes wrong."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    ViewportSize,
    WebSocket,
    WebSocketRoute,
    expect,
)

from tests.site import ROOT, Site

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = Path(settings.BASE_DIR) / "build" / "screenshots"
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 740}
# Chrome's own words on a document that answers 404, which no page can keep off the console.
MISSING = "Failed to load resource: the server responded with a status of 404 (Not Found)"


@dataclass
class Watch:
    """What a page did that it should not have: words on the console, errors, requests elsewhere."""

    origin: str
    found: list[str] = field(default_factory=list)

    def on(self, page: Page) -> "Watch":
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.found.append(f"error: {error}"))
        page.on("request", self._see)
        return self

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(f"console {message.type}: {message.text}")

    def _see(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.found.append(f"request to {request.url}")


class Visitors:
    """Opens browsers on one site as whom a test asks for; each person signs in once."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser = site, browser
        self._signed_in: dict[str, Any] = {}
        self._tours: dict[tuple[str, str], tuple[Page, Watch]] = {}

    def context(
        self, email: str = "", *, language: str = "", theme: str = "", **options: Any
    ) -> BrowserContext:
        """Return a new profile, signed in as a person of the demonstration or as nobody."""
        options = {"viewport": WIDE, "timezone_id": "America/New_York"} | options
        if email:
            options["storage_state"] = self._sign_in(email)
        context = self.browser.new_context(base_url=self.site.url, **options)
        context.set_default_timeout(10_000)
        for name, value in (("django_language", language), ("theme", theme)):
            if value:
                context.add_cookies([{"name": name, "value": value, "url": self.site.url}])
        return context

    def tour(self, email: str, language: str) -> tuple[Page, Watch]:
        """Return the one window in which a person, or a stranger, is shown page after page."""
        if (email, language) not in self._tours:
            context = self.context(email, language=language)
            context.add_init_script(AXE.read_text())
            page = context.new_page()
            self._tours[email, language] = (page, Watch(self.site.url).on(page))
        page, watch = self._tours[email, language]
        page.set_viewport_size(WIDE)
        watch.found.clear()
        return page, watch

    def _sign_in(self, email: str) -> Any:
        if email not in self._signed_in:
            with self.browser.new_context(base_url=self.site.url) as context:
                page = context.new_page()
                page.goto("/")
                form = page.locator("form", has=page.locator("input[name=email]")).first
                form.locator("input[name=email]").evaluate("(field, to) => field.value = to", email)
                form.get_by_role("button").click()
                expect(page.locator("body[data-person]:not([data-person=''])")).to_be_attached()
                self._signed_in[email] = context.storage_state()
        return self._signed_in[email]


# Also the rules that axe leaves off by default, such as the size of targets; off stay those of level
# AAA, which wants contrasts that no second colour of text can have, and the deprecated ones.
AUDIT = """async (only) => {
  const left = ["wcag2aaa", "wcag22aaa", "deprecated"];
  const rules = axe.getRules()
    .filter(({ ruleId, tags }) => (only ? ruleId === only : !tags.some((tag) => left.includes(tag))))
    .map(({ ruleId }) => ruleId);
  const { violations } = await axe.run(document, {
    runOnly: { type: "rule", values: rules },
    resultTypes: ["violations"],
  });
  return violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 5).map(
    ({ html, target }) => `axe ${id} (${help}): ${target.join(" ")} ${html.slice(0, 200)}`,
  ));
}"""


# A colour on its way from one theme to the other is neither.
AT_REST = """document.getAnimations().forEach((each) => {
  if (each.effect.getComputedTiming().endTime === Infinity) each.cancel();
  else each.finish();
})"""


def audit(page: Page, only: str = "") -> list[str]:
    """Return what axe finds, a line for each rule and place; the page's policy does not bind it."""
    page.evaluate(AT_REST)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    lines: list[str] = page.evaluate(AUDIT, only)
    return lines


def enter(page: Page, address: str) -> None:
    """Open a room and wait until the line says that it is up."""
    page.goto(address)
    expect(page.locator("#room-line .line-up")).to_be_visible()


# Three attempts, the second and third after a pause by chance of at most 1 and 2 seconds.
POLLING_WITHIN = 20_000


def _shut(socket: WebSocketRoute) -> None:
    """Be a proxy that lets no WebSocket through."""
    socket.close(code=1011)


def enter_by_polls(page: Page, address: str) -> None:
    """Open a room from behind a proxy, and wait until the line says that it goes without a socket."""
    page.route_web_socket(re.compile("/live/"), _shut)
    page.goto(address)
    expect(page.locator("#room-line .line-polling")).to_be_visible(timeout=POLLING_WITHIN)


class Frames:
    """What the sockets of a page were sent and what they said, connection by connection."""

    def __init__(self, page: Page) -> None:
        self.sockets: list[list[str]] = []
        self.said: list[list[Any]] = []
        page.on("websocket", self._follow)

    def _follow(self, socket: WebSocket) -> None:
        heard: list[str] = []
        told: list[Any] = []
        self.sockets.append(heard)
        self.said.append(told)
        socket.on("framereceived", lambda payload: heard.append(str(payload)))
        socket.on("framesent", lambda payload: told.append(json.loads(payload)))

    def entrance(self, connection: int) -> dict[str, Any]:
        """Return what entering was answered with on a connection."""
        frames = map(json.loads, self.sockets[connection])
        replies = [f for f in frames if isinstance(f, dict) and f.get("ok")]
        found: dict[str, Any] = replies[0]["data"]
        return found

    def seen(self, connection: int) -> dict[str, int]:
        """Return the numbers with which the page entered on a connection."""
        found: dict[str, int] = next(
            f["data"]["seen"] for f in self.said[connection] if f.get("name") == "room.enter"
        )
        return found

    def events(self, connection: int) -> list[dict[str, Any]]:
        """Return the numbered events that came in over a connection, in whatever frame."""
        frames = [json.loads(text) for text in self.sockets[connection]]
        flat = [each for f in frames for each in (f if isinstance(f, list) else [f])]
        return [*self.entrance(connection).get("events", []), *(f for f in flat if "seq" in f)]


def kept_picture(page: Page, name: str) -> None:
    """Keep a picture in build/screenshots when SCREENSHOTS is set, for somebody to look at."""
    if os.environ.get("SCREENSHOTS"):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def said(page: Page, text: str) -> Locator:
    """Return a message in the log, of which there must be one."""
    return page.locator("#panel-chat .message .said", has_text=text)


def write(page: Page, text: str, place: str = "message") -> None:
    """Type a text into a composer and send it with Enter."""
    box = page.locator(f"#write-{place}")
    box.fill(text)
    box.press("Enter")


def turn_to(page: Page, tab: str) -> None:
    """Open a panel of the room: chat, questions or people."""
    page.locator(f"#tab-{tab}").click()


# Notes when a text first stands in a place of the page, by the clock that all windows share.
STOPWATCH = """
window.stopwatch = (place, text) => {
  window.stopped = new Promise((resolve) => {
    const look = () => {
      const all = [...document.querySelectorAll(place)];
      if (all.some((each) => each.textContent.includes(text))) resolve(Date.now());
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
    look();
  });
};
"""


class Stopwatch:
    """Measures in how many milliseconds what one person does stands on the pages of all."""

    def __init__(self, pages: list[Page]) -> None:
        self.pages = pages
        self.taken: dict[str, int] = {}

    def step(self, name: str, place: str, text: str, act: Callable[[], None]) -> None:
        """Act, and wait until the text stands in the place on every page."""
        for page in self.pages:
            page.evaluate("([place, text]) => stopwatch(place, text)", [place, text])
        begun = self.pages[0].evaluate("Date.now()")
        act()
        for page in self.pages:
            expect(page.locator(place, has_text=text).first).to_be_attached()
        seen = [page.evaluate("stopped") for page in self.pages]
        self.taken[name] = max(seen) - begun


class Windows:
    """The windows of one test: each has its own profile, and all are closed at its end."""

    def __init__(self, visitors: Visitors) -> None:
        self.visitors = visitors
        self.contexts: list[BrowserContext] = []

    def open(self, email: str = "", **options: Any) -> Page:
        """Return an empty window of a person, in English unless asked otherwise."""
        context = self.visitors.context(email, **{"language": "en"} | options)
        context.add_init_script(STOPWATCH)
        self.contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        for context in self.contexts:
            context.close()
