"""The agenda in a browser: stars without leaving the page, and without a script; the present moves on."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

AGENDA = "/c/washington/agenda/"
PARTICIPANT = "participant@demo.example"


def last_star(page: Page, address: str = AGENDA) -> str:
    """Open the agenda and return the last session's id: far down the page."""
    page.goto(address)
    star = page.locator(".star").last
    return str(star.get_attribute("value"))


def test_a_star_is_set_without_losing_focus_or_place(visitors: Visitors) -> None:
    context = visitors.context(PARTICIPANT, language="en", viewport={"width": 360, "height": 500})
    page = context.new_page()
    star = page.locator(f'.star[value="{last_star(page)}"]')
    star.scroll_into_view_if_needed()
    was = star.get_attribute("aria-pressed")
    top = page.evaluate("scrollY")
    assert top > 0
    page.evaluate("window.stayed = true")
    turned = "false" if was == "true" else "true"
    star.focus()
    page.keyboard.press("Enter")
    expect(star).to_have_attribute("aria-pressed", turned)
    expect(star).to_be_focused()
    assert page.evaluate("[window.stayed, scrollY]") == [True, top]
    page.reload()
    expect(star).to_have_attribute("aria-pressed", turned)
    star.click()
    expect(star).to_have_attribute("aria-pressed", str(was))
    context.close()


def test_a_star_that_can_not_be_sent_by_script_is_sent_as_the_form(visitors: Visitors) -> None:
    context = visitors.context(PARTICIPANT, language="en")
    page = context.new_page()
    session = last_star(page)
    star = page.locator(f'.star[value="{session}"]')
    was = star.get_attribute("aria-pressed")
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('cut')); }")
    star.click()
    page.wait_for_url(re.compile(f"#s{session}$"))
    expect(star).to_have_attribute("aria-pressed", "false" if was == "true" else "true")
    star.click()
    expect(star).to_have_attribute("aria-pressed", str(was))
    context.close()


def test_without_script_filters_and_stars_work(visitors: Visitors) -> None:
    context = visitors.context(PARTICIPANT, language="en", java_script_enabled=False)
    page = context.new_page()
    session = last_star(page, f"{AGENDA}?q=plenary")
    page.locator("#agenda-lang").select_option("en")
    page.locator("main form[role=search] button").click()
    assert "q=plenary" in page.url
    assert "lang=en" in page.url
    star = page.locator(f'.star[value="{session}"]')
    was = star.get_attribute("aria-pressed")
    star.click()
    assert page.url.endswith(f"lang=en#s{session}")
    expect(star).to_have_attribute("aria-pressed", "false" if was == "true" else "true")
    star.click()
    expect(star).to_have_attribute("aria-pressed", str(was))
    context.close()


def test_the_line_of_the_present_moves_on_by_itself(visitors: Visitors) -> None:
    context = visitors.context(PARTICIPANT, language="en", timezone_id="Europe/Moscow")
    page = context.new_page()
    # Only the page's own timers are moved: what the server draws is the present.
    page.clock.install(time=datetime.now(UTC))
    page.goto(AGENDA)
    if not page.locator("#now").count():
        page.goto(str(page.get_by_role("link", name="Jump to now").get_attribute("href")))
    line = page.locator("#now")
    hour = line.locator("[data-now-here]")
    before = datetime.fromisoformat(str(hour.get_attribute("datetime")))
    page.clock.run_for(120_000)
    after = datetime.fromisoformat(str(hour.get_attribute("datetime")))
    assert timedelta(minutes=1) < after - before < timedelta(minutes=4)
    expect(line).to_contain_text("Washington")
    expect(line).to_contain_text("your time")
    context.close()
