"""One site with the demonstration for all browser tests, and visitors to it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.visiting import Visitors, Windows
from tests.site import Site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Entering is not limited: these tests open more windows in a minute than people do."""
    running = Site(tmp_path_factory.mktemp("site"), LIVE_LIMITS="enter=1000/1000")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def visitors(site: Site, browser: Browser) -> Visitors:
    return Visitors(site, browser)


@pytest.fixture
def windows(visitors: Visitors) -> Iterator[Windows]:
    opened = Windows(visitors)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def plenary(site: Site) -> str:
    """The address of the demonstration's plenary, which goes on whatever day it is."""
    someone = "p100@demo.example"
    token = site.tokens(someone)[someone]
    found = site.ask("/api/v1/sessions/?conference=washington&state=live", token)["results"]
    return f"/s/{found[0]['id']}/"
