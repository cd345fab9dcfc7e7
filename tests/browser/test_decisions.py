"""A decision in browsers: made of a message in two presses by keys, announced, on record; and its pages."""

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import (
    NARROW,
    Visitors,
    Windows,
    audit,
    enter,
    kept_picture,
    said,
    turn_to,
    write,
)
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

CHAIR, MEMBER = "p001@demo.example", "participant@demo.example"
TEXT = "Both registers show the day of payment."

MEETING = """
from sessions.models import Session
print(Session.objects.get(group__slug="anti-corruption", state="live").pk)
"""
FOCUSED = "document.activeElement.id || document.activeElement.tagName"


@pytest.fixture(scope="module")
def meeting(site: Site) -> str:
    """The address of the group's meeting that goes on, in which two actions stand."""
    printed = site.manage("shell", "--verbosity", "0", "-c", MEETING)
    return f"/s/{printed.strip().splitlines()[-1]}/"


def test_a_message_becomes_a_decision_in_two_presses_by_keys(
    windows: Windows, meeting: str
) -> None:
    chair, member = windows.open(CHAIR), windows.open(MEMBER)
    for page in (chair, member):
        enter(page, meeting)
    write(member, TEXT)
    message = chair.locator("#panel-chat .message", has_text=TEXT)
    message.locator("[id^=more-]").press("Enter")
    chair.keyboard.press("d")
    expect(chair.get_by_role("menuitem", name="Decide…")).to_be_focused()
    chair.keyboard.press("Enter")
    box = chair.locator("#panel-decisions textarea").first
    expect(box).to_be_focused()
    expect(box).to_have_value(TEXT)
    chair.get_by_role("button", name="Record the decision").press("Enter")
    row = chair.locator("#panel-decisions .decision", has_text=TEXT)
    expect(row).to_be_visible()
    turn_to(member, "decisions")
    expect(member.locator("#panel-decisions .decision", has_text=TEXT)).to_be_visible()
    expect(member.locator("#panel-decisions .owed", has_text="carried over from")).to_have_count(2)
    expect(member.get_by_role("button", name="Take a decision down")).to_have_count(0)
    member.locator("#panel-decisions .decision-source").first.click()
    expect(said(member, TEXT).first).to_be_visible()
    assert audit(chair) == []


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ru", "dark")])
def test_pages_of_decisions_hold_on_every_screen(
    visitors: Visitors, site: Site, meeting: str, language: str, theme: str
) -> None:
    context = visitors.context(CHAIR, language=language, theme=theme)
    page = context.new_page()
    places = {
        "list": "/records/decisions/",
        "one": "/records/decisions/4/",
        "take": f"{meeting}decisions/",
        "me": "/me/",
        "group": "/g/anti-corruption/",
        "room": meeting,
    }
    for name, place in places.items():
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(place)
        if name == "room":
            enter(page, place)
            turn_to(page, "decisions")
        assert (name, audit(page)) == (name, [])
        kept_picture(page, f"decisions-{name}-{language}-{theme}")
        page.set_viewport_size(NARROW)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (name, wide) == (name, NARROW["width"])
        kept_picture(page, f"decisions-{name}-{language}-{theme}-360")
    context.close()
