"""Makes docs/room.png: the demonstration's plenary with a simulated crowd in it, as a moderator sees it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspp_live.settings")

from tests.browser.visiting import Visitors, enter
from tests.services import chromium
from tests.site import ROOT, Site

PICTURE = ROOT / "docs" / "room.png"
MODERATOR = "moderator@demo.example"
CROWD = ("--people", "24", "--minutes", "0.4", "--pace", "20", "--no-moderator")
LIVELY = 12


def main() -> None:
    """Start a site, let a crowd in, look, and write the picture."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder), LIVE_LIMITS="enter=1000/1000")
        site.start()
        browser = chromium.find().launch(playwright)
        crowd = subprocess.Popen(
            [sys.executable, "manage.py", "crowd", "--site", site.url, *CROWD],
            cwd=ROOT,
            env=site.environment,
            stdout=subprocess.DEVNULL,
        )
        try:
            token = site.tokens(MODERATOR)[MODERATOR]
            live = site.ask("/api/v1/sessions/?conference=washington&state=live", token)["results"]
            visitors = Visitors(site, browser)
            page = visitors.context(
                MODERATOR, language="en", viewport={"width": 1440, "height": 900}
            ).new_page()
            enter(page, f"/s/{live[0]['id']}/")
            page.locator("[role=log] li").nth(LIVELY).wait_for()
            page.screenshot(path=PICTURE)
        finally:
            crowd.terminate()
            crowd.wait()
            browser.close()
            site.stop()
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
