"""What the key pages weigh for who comes for the first time: HTML, sheets and scripts, as they come over the wire.

A ceiling is what the page weighs, and some air for a sentence more. Who raises one says in the change for what.
"""

from collections.abc import Iterator

import pytest

from tests.browser.visiting import Windows
from tests.browser.weights import Weights, record
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

KB = 1000
PARTICIPANT, ORGANISER = "participant@demo.example", "organiser@demo.example"
PAGES = {
    "/": ("", 28),
    "/sign-in/": ("", 24.5),
    "/c/": ("", 24.4),
    "/c/washington/": ("", 27.1),
    "/c/washington/agenda/": ("", 27.6),
    "/c/washington/register/": (PARTICIPANT, 31.2),
    "/g/": ("", 25.7),
    "/records/": ("", 24.6),
    "/records/recommendations/": ("", 25),
    "/grants/": ("", 25.4),
    "/me/": (PARTICIPANT, 95),
    "/desk/": (ORGANISER, 51.7),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One where no other test has left anything that a desk would list."""
    running = Site(tmp_path_factory.mktemp("site"))
    running.start()
    yield running
    running.stop()


def test_a_first_visit_to_a_key_page_keeps_within_its_bytes(windows: Windows, site: Site) -> None:
    figures: dict[str, int] = {}
    for address, (email, _ceiling) in PAGES.items():
        page = windows.open(email)
        weights = Weights(page)
        answer = page.goto(site.url + address, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, address
        figures[address] = weights.whole
        page.context.close()
    windows.contexts.clear()
    record("pages", figures)
    heavy = {at: size for at, size in figures.items() if size > PAGES[at][1] * KB}
    assert heavy == {}
