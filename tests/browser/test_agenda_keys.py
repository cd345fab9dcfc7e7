"""A moderator runs the agenda by keys alone, and nothing that others do meanwhile takes the focus."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_floor import ORGANISER, WITH_AN_AGENDA, focused
from tests.browser.visiting import Windows, enter, turn_to, write
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


def test_the_agenda_goes_on_back_and_longer_by_keys_and_nothing_moves_the_focus(
    windows: Windows, site: Site
) -> None:
    printed = site.manage("shell", "--verbosity", "0", "-c", WITH_AN_AGENDA)
    hour = f"/s/{printed.strip().splitlines()[-1]}/"
    moderator, asker = windows.open(ORGANISER), windows.open("p073@demo.example")
    for page in (moderator, asker):
        enter(page, hour)
        turn_to(page, "questions")
    tab = moderator.locator("#tab-questions")
    tab.focus()
    item, left = moderator.locator(".agenda-bar .agenda-item"), asker.locator(".agenda-left")

    for key, title in (("n", "Reports"), ("n", "Open quest"), ("b", "Reports")):
        moderator.keyboard.press(key)
        expect(item).to_contain_text(title)
        expect(asker.locator(".agenda-bar .agenda-item")).to_contain_text(title)
        assert focused(moderator) == "tab-questions"
    expect(left).to_contain_text(re.compile(r"\b(20|19)\b"))
    moderator.keyboard.press("+")
    expect(left).to_contain_text(re.compile(r"\b(25|24)\b"))
    write(asker, "Who keeps the list?", "question")
    expect(moderator.locator(".inbox .waiting .said")).to_contain_text("Who keeps the list?")
    assert focused(moderator) == "tab-questions"

    moderator.locator(".agenda-bar").get_by_role("button", name="Stop").press("Enter")
    expect(asker.locator(".agenda-bar .agenda-left")).to_have_count(0)
    expect(moderator.locator(".agenda-bar .agenda-left")).to_have_count(0)
