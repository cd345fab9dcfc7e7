"""The front page and the search with outcomes on them: whole and accessible, wide and at 360 px."""

import pytest

from tests.browser.test_pages import seen, seen_in_the_dark
from tests.browser.visiting import NARROW, Visitors

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_front_page_and_search_are_whole_for_an_organiser(
    visitors: Visitors, language: str
) -> None:
    page, watch = visitors.tour("organiser@demo.example", language)
    found = []
    for name, address in (("front", "/"), ("found", "/search/?q=recommendation")):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        found += seen(page, f"{name}-{language}") + seen_in_the_dark(
            page, f"{name}-{language}-dark"
        )
        page.set_viewport_size(NARROW)
        found += seen(page, f"{name}-{language}-360")
    assert found + watch.found == []
