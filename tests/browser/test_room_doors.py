"""The room for whoever lacks something: a WebSocket, script, a mouse, or a word of English."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import (
    Visitors,
    Windows,
    audit,
    enter,
    enter_by_polls,
    said,
    turn_to,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

FOCUSED = "document.activeElement.id || document.activeElement.className"


def tab_to(page: Page, wanted: str, *, backwards: bool = False, most: int = 40) -> None:
    """Press Tab until an element has the focus, and see that it shows."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(outline) != "none", f"the focus on {wanted} does not show"
            return
    raise AssertionError(f"{most} tabs did not reach {wanted}, but {page.evaluate(FOCUSED)}")


def test_without_a_websocket_the_room_is_polled(windows: Windows, plenary: str) -> None:
    behind, free = windows.open("p041@demo.example"), windows.open("p042@demo.example")
    enter_by_polls(behind, plenary)
    enter(free, plenary)

    write(free, "from a free line")
    expect(said(behind, "from a free line")).to_be_visible()
    write(behind, "from behind a proxy")
    expect(said(free, "from behind a proxy")).to_be_visible()
    expect(said(behind, "from behind a proxy")).to_have_count(1)
    expect(behind.locator(".message-pending")).to_have_count(0)
    turn_to(free, "people")
    expect(free.locator("#panel-people .people")).to_contain_text("Howard Jennings", timeout=10_000)


def test_without_script_the_room_is_read_and_written(windows: Windows, plenary: str) -> None:
    plain = windows.open("p043@demo.example", java_script_enabled=False)
    live = windows.open("p044@demo.example")
    enter(live, plenary)
    write(live, "read this without script")
    expect(said(live, "read this without script")).to_be_visible()

    plain.goto(plenary)
    expect(plain.get_by_role("heading", level=1)).to_be_visible()
    log = plain.frame_locator("noscript iframe, iframe").first
    expect(log.get_by_text("read this without script")).to_be_visible()
    plain.locator("#message-text").fill("по-русски, без сценариев")
    plain.get_by_role("button", name="Send message").click()
    expect(said(live, "по-русски, без сценариев")).to_be_visible()
    expect(said(live, "по-русски, без сценариев")).to_have_attribute("lang", "ru")
    expect(plain.locator("#message-text")).to_have_value("")
    expect(log.get_by_text("по-русски, без сценариев")).to_be_visible()


def test_the_log_refreshes_itself_until_told_to_stop(windows: Windows, plenary: str) -> None:
    page = windows.open("p043@demo.example", java_script_enabled=False)
    opened = page.goto(f"{plenary}log/")
    assert opened is not None
    # It comes again when the ten seconds are over that began with the stay.
    assert 0 < int(opened.headers["refresh"]) <= 10
    with page.expect_navigation() as stopped:
        page.get_by_role("link", name="Stop refreshing").click()
    assert "refresh" not in stopped.value.headers
    with page.expect_navigation() as resumed:
        page.get_by_role("link", name="Refresh by itself").click()
    assert 0 < int(resumed.value.headers["refresh"]) <= 10


def test_without_script_a_question_is_asked_approved_and_supported(
    windows: Windows, plenary: str
) -> None:
    plain = windows.open("p045@demo.example", java_script_enabled=False)
    moderator = windows.open("moderator@demo.example", java_script_enabled=False)
    other = windows.open("p046@demo.example", java_script_enabled=False)
    text = "Is the transcript public?"
    plain.goto(plenary)
    plain.locator("#question-text").fill(text)
    plain.get_by_role("button", name="Send question").click()
    expect(plain.locator(".mine", has_text=text)).to_be_visible()
    moderator.goto(plenary)
    moderator.locator(".waiting", has_text=text).get_by_role("button", name="Approve").click()
    expect(moderator.locator(".waiting", has_text=text)).to_have_count(0)
    other.goto(plenary)
    question = other.locator("#questions .question", has_text=text)
    question.get_by_role("button", name="Support this question").click()
    expect(question.locator(".upvote .count")).to_have_text("1")


def test_with_the_keyboard_alone(windows: Windows, plenary: str) -> None:
    page, moderator = windows.open("p047@demo.example"), windows.open("moderator@demo.example")
    asker = windows.open("p048@demo.example")
    enter(moderator, plenary)
    enter(asker, plenary)
    text = "Who keeps the minutes?"
    turn_to(asker, "questions")
    write(asker, text, "question")
    turn_to(moderator, "questions")
    moderator.locator(".waiting", has_text=text).get_by_role("button", name="Approve").click()

    enter(page, plenary)
    tab_to(page, ".skip", most=1)
    page.keyboard.press("Enter")
    tab_to(page, "#write-message")
    page.keyboard.type("typed, tabbed and sent")
    page.keyboard.press("Enter")
    expect(said(page, "typed, tabbed and sent")).to_be_visible()
    assert page.evaluate(FOCUSED) == "write-message"

    tab_to(page, "#tab-chat", backwards=True)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-questions")).to_be_focused()
    expect(page.locator("#tab-questions")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#panel-chat")).to_be_hidden()
    upvote = page.locator(".question", has_text=text).locator(".upvote")
    place = page.locator("ul.questions .upvote").evaluate_all(
        "(all, one) => all.indexOf(one)", upvote.element_handle()
    )
    for _ in range(place + 1):
        tab_to(page, "ul.questions .upvote")
    expect(upvote).to_be_focused()
    page.keyboard.press("Space")
    expect(upvote).to_have_attribute("aria-pressed", "true")
    expect(upvote.locator(".count")).to_have_text("1")
    expect(upvote).to_be_focused()

    tab_to(page, "#tab-questions", backwards=True)
    page.keyboard.press("End")
    expect(page.locator("#tab-people")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-chat")).to_be_focused()


def test_what_a_moderator_opens_is_accessible_too(windows: Windows, plenary: str) -> None:
    asker, moderator = windows.open("p049@demo.example"), windows.open("moderator@demo.example")
    enter(asker, plenary)
    enter(moderator, plenary)
    for page in (asker, moderator):
        turn_to(page, "questions")
    write(asker, "Which of these will be published?", "question")
    waiting = moderator.locator(".waiting", has_text="Which of these will be published?")
    waiting.get_by_role("button", name="Dismiss").click()
    assert audit(moderator) == []
    waiting.get_by_role("button", name="Cancel").click()
    waiting.get_by_role("button", name="Approve").click()
    moderator.locator(".desk-switch").get_by_role("button", name="Open").click()
    question = moderator.locator(".question", has_text="Which of these will be published?")
    question.get_by_role("button", name="Write an answer").click()
    assert audit(moderator) == []
    moderator.get_by_role("button", name="End session").click()
    expect(moderator.get_by_text("End the session for everyone?")).to_be_visible()
    assert audit(moderator) == []
    moderator.get_by_role("button", name="Keep it going").click()


def test_the_language_switch_keeps_the_place_and_what_is_typed(
    windows: Windows, plenary: str
) -> None:
    page = windows.open("p050@demo.example", language="")
    page.goto("/c/washington/agenda/?q=group&track=")
    address = page.url
    page.get_by_role("button", name="русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    assert page.url == address
    enter(page, plenary)
    page.locator("#write-message").fill("недописан")
    address = page.url
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url == address
    expect(page.locator("#write-message")).to_have_value("недописан")


def test_the_theme_stays_chosen(windows: Windows) -> None:
    page = windows.open()
    page.goto("/")
    root = page.locator("html")
    expect(root).not_to_have_attribute("data-theme", re.compile("."))
    switch = page.get_by_role("button", name="Dark colours")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.goto("/g/")
    expect(root).to_have_attribute("data-theme", "cspp-dark")
    page.get_by_role("button", name="Dark colours").click()
    page.reload()
    expect(root).to_have_attribute("data-theme", "cspp-light")


def test_a_reader_whose_system_is_dark_starts_in_the_dark(visitors: Visitors) -> None:
    with visitors.context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto("/")
        light = "getComputedStyle(document.body).colorScheme"
        assert page.evaluate(light) == "dark"
        expect(page.get_by_role("button", name="Dark colours")).to_have_attribute(
            "aria-pressed", "true"
        )
