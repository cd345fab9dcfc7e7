"""The moderators' screen in browsers: by keys alone under pressure, for two at once, on a phone, in every state."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.moderating import CO_MODERATOR, ORGANISER, UNDER_PRESSURE, WAITING
from tests.browser.visiting import NARROW, WIDE, Windows, audit, kept_picture, write
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

# A question is published by one key; how many wait after some keys tells whether any was lost.
AT_A_GO = 10


@pytest.fixture
def pressed(site: Site) -> str:
    """The address of a live session in which forty questions wait; a new one for each test."""
    printed = site.manage("shell", "--verbosity", "0", "-c", UNDER_PRESSURE)
    return f"/s/{printed.strip().splitlines()[-1]}/"


def open_console(windows: Windows, email: str, session: str, **options: object) -> Page:
    page = windows.open(email, **options)
    page.goto(f"{session}console/")
    expect(page.locator("#room-line .line-up")).to_be_visible()
    page.mouse.move(0, 0)
    return page


def waits(page: Page, count: int) -> None:
    expect(page.locator(".desk-switch button").first).to_have_text(re.compile(rf"\b{count}$"))


def row(page: Page, place: int) -> Locator:
    """Return the question that came so many-th, by the number it ends with."""
    return page.locator("#panel-questions [data-question]", has_text=re.compile(rf"\({place}\)"))


def is_current(page: Page, place: int) -> None:
    expect(row(page, place)).to_have_attribute("aria-current", "true")


def test_a_session_is_moderated_by_keys_alone(windows: Windows, pressed: str) -> None:
    page = open_console(windows, ORGANISER, pressed)
    keys = page.keyboard
    waits(page, WAITING)
    expect(page.locator(".agenda-bar .btn-primary")).to_have_attribute("aria-disabled", "false")
    keys.press("n")
    expect(page.locator(".agenda-bar .agenda-item")).to_contain_text("Questions from the audience")
    waits(page, WAITING)
    is_current(page, 1)
    # One key for each: the first row is the current one from the beginning.
    for place in range(1, AT_A_GO + 1):
        is_current(page, place)
        keys.press("a")
    is_current(page, AT_A_GO + 1)
    expect(row(page, AT_A_GO + 1)).to_be_focused()
    waits(page, WAITING - AT_A_GO)
    # United with the likeliest: what asks the same with another number.
    keys.press("m")
    expect(page.locator(".answer-form input[type=search]")).to_be_focused()
    keys.press("Enter")
    waits(page, WAITING - AT_A_GO - 1)
    keys.press("d")
    keys.type("Asked before")
    keys.press("Enter")
    waits(page, WAITING - AT_A_GO - 2)
    assert audit(page) == []


def test_questions_items_and_the_end_are_moderated_by_keys_alone(
    windows: Windows, pressed: str
) -> None:
    page = open_console(windows, ORGANISER, pressed)
    keys = page.keyboard
    waits(page, WAITING)
    expect(page.locator(".agenda-bar .btn-primary")).to_have_attribute("aria-disabled", "false")
    keys.press("n")
    for place in (1, 2, 3):
        is_current(page, place)
        keys.press("a")
    waits(page, WAITING - 3)
    # Before the room: one on stage and answered live, one in writing.
    keys.press("o")
    expect(page.locator("#panel-questions .row-current")).to_be_focused()
    keys.press("p")
    expect(page.locator("#panel-questions .tag-stage")).to_be_visible()
    keys.press("l")
    keys.press("w")
    expect(page.locator(".answer-form textarea")).to_be_focused()
    keys.type("In spring")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator(".desk-switch button").nth(2)).to_have_text(re.compile(r"\b2$"))
    # Five minutes more, the next item, a decision, a message, and back where one was.
    keys.press("+")
    expect(page.locator(".agenda-left")).to_contain_text(re.compile("^1[01]:"))
    # A key does something only while its button would.
    expect(page.locator(".agenda-bar .btn-primary")).to_have_attribute("aria-disabled", "false")
    keys.press("n")
    expect(page.locator(".agenda-bar .agenda-item")).to_contain_text("Closing words")
    keys.press("t")
    expect(
        page.locator("#panel-decisions form textarea, #panel-decisions form input").first
    ).to_be_focused()
    keys.press("Escape")
    page.locator("#desk-heading").focus()
    keys.press("c")
    expect(page.locator("#write-message")).to_be_focused()
    keys.type("Thank you all")
    keys.press("Enter")
    expect(page.locator("#panel-chat .message .said")).to_have_text("Thank you all")
    keys.press("Escape")
    expect(page.locator("#panel-questions :focus")).to_be_visible()
    # The end of the session is a button that asks first: no single key may do it.
    page.locator("#room-line").evaluate("() => document.body.focus()")
    end = page.get_by_role("button", name="End session")
    end.focus()
    keys.press("Enter")
    page.get_by_role("button", name="Yes, end it").focus()
    keys.press("Enter")
    expect(page.locator("#room-state")).to_have_text("Ended")
    assert audit(page) == []


def test_two_moderators_do_nothing_twice(windows: Windows, pressed: str) -> None:
    ada = open_console(windows, ORGANISER, pressed)
    boris = open_console(windows, CO_MODERATOR, pressed)
    waits(boris, WAITING)
    # Ada writes a reason at the first: Boris sees that she does, and his keys leave it alone.
    ada.keyboard.press("d")
    expect(ada.locator(".answer-form")).to_be_visible()
    expect(row(boris, 1).locator(".handled")).to_contain_text("handles it since")
    expect(row(boris, 1).get_by_role("button", name="Approve")).to_have_count(0)
    boris.keyboard.press("a")
    expect(row(boris, 1).locator(".handled")).to_be_visible()
    waits(ada, WAITING)
    # She closes the form: it is free again. She says that she sees to it; he takes it over.
    ada.keyboard.press("Escape")
    for page in (boris, ada):
        expect(row(page, 1).locator(".handled")).to_have_count(0)
    ada.keyboard.press("h")
    expect(row(boris, 1).locator(".handled")).to_be_visible()
    boris.keyboard.press("h")
    expect(row(ada, 1).locator(".handled-elsewhere")).to_be_visible()
    assert audit(ada) == audit(boris) == []
    kept_picture(ada, "console-handled")
    boris.keyboard.press("a")
    waits(boris, WAITING - 1)
    # What he let through stands where she reads, so that no key of hers acts on another unread.
    expect(row(ada, 1)).to_contain_text("Somebody else has taken care of it.")
    is_current(ada, 1)
    ada.keyboard.press("a")
    waits(ada, WAITING - 1)
    ada.keyboard.press("j")
    ada.keyboard.press("a")
    waits(ada, WAITING - 2)
    waits(boris, WAITING - 2)


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [("en", "light", WIDE), ("ru", "dark", WIDE), ("ru", "light", NARROW), ("en", "dark", NARROW)],
)
def test_every_state_is_read_by_everybody(
    windows: Windows, pressed: str, language: str, theme: str, size: object
) -> None:
    page = open_console(windows, ORGANISER, pressed, language=language, theme=theme, viewport=size)
    waits(page, WAITING)
    kept_picture(page, f"console-{language}-{theme}")
    for key in ("", "m", "Escape", "d", "Escape", "h", "?"):
        if key:
            page.keyboard.press(key)
        assert audit(page) == [], key
    page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]  # type: ignore[index]


def test_keys_are_switched_off_with_their_hints(windows: Windows, pressed: str) -> None:
    page = open_console(windows, ORGANISER, pressed)
    expect(page.locator(".row-current .key-hint").first).to_be_visible()
    page.keyboard.press("?")
    page.locator(".shortcuts-switch input").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator(".key-hint")).to_have_count(0)
    page.keyboard.press("a")
    write(page, "Still here")
    expect(page.locator("#panel-chat .message .said")).to_have_text("Still here")
    waits(page, WAITING)


def test_without_script_forms_lead_back_to_the_console(windows: Windows, pressed: str) -> None:
    page = windows.open(ORGANISER, java_script_enabled=False)
    page.goto(f"{pressed}console/")
    page.get_by_role("button", name="Approve").first.click()
    expect(page).to_have_url(re.compile(r"/console/(#.*)?$"))
    expect(page.get_by_role("button", name="Approve")).to_have_count(WAITING - 1)
