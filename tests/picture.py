"""Makes docs/room.png, docs/trail.png and docs/room.webp: a room with a crowd in it, and the way of a recommendation.

The room is the demonstration's plenary as a moderator sees it; the way is on the page of the first
recommendation, as everyone reads it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspp_live.settings")

from tests import clip
from tests.browser.visiting import Visitors, enter
from tests.services import chromium
from tests.site import ROOT, Site

ROOM, TRAIL = ROOT / "docs" / "room.png", ROOT / "docs" / "trail.png"
RECOMMENDATION = "/records/recommendations/1/"
SIZE: ViewportSize = {"width": 1440, "height": 900}
MODERATOR = "moderator@demo.example"
CROWD = ("--people", "24", "--minutes", "0.4", "--pace", "20", "--no-moderator")
LIVELY = 12


def main() -> None:
    """Start a site, look at all of it, and write the pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder), LIVE_LIMITS="enter=1000/1000")
        site.start()
        browser = chromium.find().launch(playwright)
        visitors = Visitors(site, browser)
        try:
            trail(visitors)
            room(site, visitors)
            made = (ROOM, TRAIL, clip.take(site, visitors))
        finally:
            browser.close()
            site.stop()
    for file in made:
        sys.stdout.write(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KiB\n")


def room(site: Site, visitors: Visitors) -> None:
    """Let a crowd into the plenary, and look when it is lively."""
    crowd = subprocess.Popen(
        [sys.executable, "manage.py", "crowd", "--site", site.url, *CROWD],
        cwd=ROOT,
        env=site.environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        token = site.tokens(MODERATOR)[MODERATOR]
        live = site.ask("/api/v1/sessions/?conference=washington&state=live", token)["results"]
        page = visitors.context(MODERATOR, language="en", viewport=SIZE).new_page()
        enter(page, f"/s/{live[0]['id']}/")
        page.locator("[role=log] li").nth(LIVELY).wait_for()
        page.screenshot(path=ROOM)
    finally:
        crowd.terminate()
        crowd.wait()


def trail(visitors: Visitors) -> None:
    """Look at the drawn way of the recommendation, signed out."""
    page = visitors.context(language="en", viewport=SIZE).new_page()
    page.goto(RECOMMENDATION)
    words = page.locator(".trail-words").bounding_box()
    assert words
    page.screenshot(
        path=TRAIL,
        full_page=True,
        clip={"x": 0, "y": 0, "width": SIZE["width"], "height": words["y"]},
    )


if __name__ == "__main__":
    main()
