"""Makes docs/pages/: twelve pages in both languages, both themes, on a screen and on a phone.

Words given on the command line narrow it down: `python -m tests.pictures agenda ru`. PICTURES names
another folder to put them in. They are for people to look at: nothing compares them.
"""

import base64
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspp_live.settings")

from tests.browser.visiting import AT_REST, Visitors, enter
from tests.services import chromium
from tests.site import ROOT, Site

FOLDER = Path(os.environ.get("PICTURES", ROOT / "docs" / "pages"))
SIZES: dict[int, ViewportSize] = {
    1280: {"width": 1280, "height": 900},
    360: {"width": 360, "height": 740},
}
# Of a long page the beginning tells enough.
MOST = 1500
QUALITY = 50

ORGANISER, MODERATOR = "organiser@demo.example", "moderator@demo.example"
PARTICIPANT, CO_CHAIR = "participant@demo.example", "p001@demo.example"

Open = Callable[[Page, dict[str, str]], None]


def at(address: str) -> Open:
    def go(page: Page, rooms: dict[str, str]) -> None:
        page.goto(address.format(**rooms))

    return go


def in_room(address: str) -> Open:
    """Wait also for the second script, which brings the button of the keys and the clock of the item."""

    def go(page: Page, rooms: dict[str, str]) -> None:
        enter(page, address.format(**rooms))
        page.locator("#room-keys .keys-button").wait_for(state="attached")

    return go


@dataclass(frozen=True)
class Shown:
    name: str
    who: str
    open: Open
    is_whole: bool = True


PAGES = (
    Shown("front", "", at("/")),
    Shown("sign-in", "", at("/sign-in/")),
    Shown("conference", PARTICIPANT, at("/c/washington/")),
    Shown("agenda", PARTICIPANT, at("/c/washington/agenda/")),
    Shown("room-live", PARTICIPANT, in_room("/s/{live}/"), is_whole=False),
    Shown("room-before", PARTICIPANT, in_room("/s/{scheduled}/"), is_whole=False),
    Shown("record", "", at("/s/{ended}/record/")),
    Shown("group", CO_CHAIR, at("/g/anti-corruption/")),
    Shown("plan", CO_CHAIR, at("/g/anti-corruption/plan/")),
    Shown("recommendation", "", at("/records/recommendations/1/")),
    Shown("attendance", ORGANISER, at("/s/{ended}/attendance/")),
    Shown("moderators", MODERATOR, in_room("/s/{live}/console/"), is_whole=False),
)


def main() -> None:
    """Start a site with the demonstration and take what was asked for, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    asked = set(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder), LIVE_LIMITS="enter=1000/1000")
        site.start()
        browser = chromium.find().launch(playwright)
        try:
            visitors = Visitors(site, browser)
            where = rooms(site)
            size = sum(take(visitors, where, *each) for each in wanted(asked))
        finally:
            browser.close()
            site.stop()
    sys.stdout.write(f"{FOLDER}: {size // 1024} KiB\n")


def wanted(asked: set[str]) -> Iterator[tuple[Shown, str, str, int]]:
    """Yield each picture that has all the words asked for in its name."""
    for shown, language, theme, width in product(PAGES, ("en", "ru"), ("light", "dark"), SIZES):
        if asked <= {shown.name, language, theme, str(width)}:
            yield shown, language, theme, width


def take(
    visitors: Visitors, where: dict[str, str], shown: Shown, language: str, theme: str, width: int
) -> int:
    """Open a page as its reader would and keep it as WebP; returns its bytes."""
    context = visitors.context(shown.who, language=language, theme=theme, viewport=SIZES[width])
    try:
        page = context.new_page()
        shown.open(page, where)
        page.evaluate("document.fonts.ready")
        page.locator("#room-line .line-connecting").wait_for(state="detached")
        page.evaluate(AT_REST)
        drawn = _webp(page, SIZES[width], is_whole=shown.is_whole)
    finally:
        context.close()
    (FOLDER / f"{shown.name}-{language}-{theme}-{width}.webp").write_bytes(drawn)
    return len(drawn)


def _webp(page: Page, size: ViewportSize, *, is_whole: bool) -> bytes:
    height = size["height"]
    if is_whole:
        height = min(MOST, page.evaluate("document.documentElement.scrollHeight"))
    answer = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot",
        {
            "format": "webp",
            "quality": QUALITY,
            "captureBeyondViewport": is_whole,
            "clip": {"x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1},
        },
    )
    return base64.b64decode(answer["data"])


def rooms(site: Site) -> dict[str, str]:
    """Return the key of the demonstration's first session in each state."""
    token = site.tokens(PARTICIPANT)[PARTICIPANT]
    found = {}
    for state in ("live", "scheduled", "ended"):
        path = f"/api/v1/sessions/?conference=washington&state={state}"
        found[state] = site.ask(path, token)["results"][0]["id"]
    return found


if __name__ == "__main__":
    main()
