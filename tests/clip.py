"""Makes docs/room.webp: twenty seconds of a live room with a simulated crowd in it.

First as a delegate has it, then as a moderator does, who lets questions through by keys alone. It moves as
WebP does, which a README shows without a player.
"""

import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize

from tests.browser.visiting import Visitors, enter
from tests.site import ROOT, Site

CLIP = ROOT / "docs" / "room.webp"
SIZE: ViewportSize = {"width": 1200, "height": 750}
SECONDS, EVERY = 20, 0.5
QUALITY = 45
DELEGATE, MODERATOR = "participant@demo.example", "moderator@demo.example"
CROWD = ("--people", "24", "--minutes", "1.5", "--pace", "20", "--no-moderator")
LIVELY = 12
SAID = "We can host the next meeting in Kazan."

Scene = tuple[Page, dict[int, Callable[[], None]], int]


def take(site: Site, visitors: Visitors) -> Path:
    """Let a crowd in, look at both screens for twenty seconds of their time, and keep what was seen."""
    token = site.tokens(MODERATOR)[MODERATOR]
    live = site.ask("/api/v1/sessions/?conference=washington&state=live", token)["results"]
    address = f"/s/{live[0]['id']}/"
    crowd = subprocess.Popen(
        [sys.executable, "manage.py", "crowd", "--site", site.url, *CROWD],
        cwd=ROOT,
        env=site.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        frames = [Image.open(io.BytesIO(shot)) for shot in _seen(_scenes(visitors, address))]
    finally:
        crowd.terminate()
        crowd.wait()
    frames[0].save(
        CLIP,
        save_all=True,
        append_images=frames[1:],
        duration=round(EVERY * 1000),
        loop=0,
        quality=QUALITY,
        method=4,
    )
    return CLIP


def _scenes(visitors: Visitors, address: str) -> list[Scene]:
    room = visitors.context(DELEGATE, language="en", viewport=SIZE).new_page()
    enter(room, address)
    room.locator("[role=log] li").nth(LIVELY).wait_for()
    desk = visitors.context(MODERATOR, language="en", viewport=SIZE).new_page()
    desk.goto(f"{address}console/")
    desk.locator("#room-line .line-up").wait_for()
    half = round(SECONDS / EVERY / 2)
    writes = {
        4: lambda: room.locator("#write-message").press_sequentially(SAID[:14]),
        5: lambda: room.locator("#write-message").press_sequentially(SAID[14:]),
        6: lambda: room.locator("#write-message").press("Enter"),
        12: lambda: room.locator("#tab-questions").click(),
    }
    keys = {4: "n", 6: "a", 8: "a", 10: "a", 13: "o", 16: "p"}
    return [
        (room, writes, half),
        (desk, {at: _pressing(desk, key) for at, key in keys.items()}, half),
    ]


def _pressing(page: Page, key: str) -> Callable[[], None]:
    return lambda: page.keyboard.press(key)


def _seen(scenes: list[Scene]) -> Iterator[bytes]:
    for page, acts, count in scenes:
        page.bring_to_front()
        for number in range(count):
            begun = time.monotonic()
            acts.get(number, lambda: None)()
            yield page.screenshot()
            page.wait_for_timeout(max(0.0, EVERY - (time.monotonic() - begun)) * 1000)
