"""A pair applies from two browsers; of three reviewers one has a conflict; the award is public."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import NARROW, Visitors, Windows, audit, kept_picture
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(480)]

ORGANISER = "organiser@demo.example"
MODERATOR = "moderator@demo.example"
FIRST, SECOND = "p009@demo.example", "p010@demo.example"
TIED = "p016@demo.example"
OTHER = "p021@demo.example"
CALL = "/grants/calls/linkage-next/"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def whole(page: Page) -> None:
    """Hold a page against what every page must be."""
    assert audit(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    kept_picture(page, re.sub(r"[^a-z]+", "-", page.url.split("/", 3)[3])[:40] + "-360")
    page.set_viewport_size({"width": 1280, "height": 900})


def begin(page: Page, title: str) -> str:
    """Begin an application, write all of it, and return its address."""
    page.goto(CALL)
    page.get_by_role("link", name="Begin an application").click()
    press(page, "Begin")
    page.wait_for_url(re.compile(r"/grants/applications/[0-9a-f-]{36}/"))
    address = page.url
    page.locator("input[name=email]").fill(SECOND)
    press(page, "Invite")
    page.goto(f"{address}head/")
    page.locator("input[name=title_en]").fill(title)
    page.locator("textarea[name=summary_en]").fill("Written by two, in two windows.")
    page.locator("select[name=theme]").select_option(index=1)
    page.locator("input[name=starts_on]").fill("2031-01-01")
    page.locator("input[name=ends_on]").fill("2031-12-31")
    whole(page)
    press(page, "Save")
    for kind in ("need", "plan", "partnership", "results"):
        page.goto(f"{address}parts/{kind}/")
        page.locator("textarea[name=text_en]").fill(f"What we say of the {kind}.")
        press(page, "Save")
    return address


def pay(page: Page, address: str) -> None:
    page.goto(f"{address}budget/")
    for place, (asked, own) in enumerate((("30,000", "9000"), ("30000.00", "9000"))):
        page.locator(f"#line-{place}-name").fill(f"Work {place}")
        page.locator(f"#line-{place}-partner").select_option(index=place)
        page.locator(f"#line-{place}-asked").fill(asked)
        page.locator(f"#line-{place}-own").fill(own)
    whole(page)
    press(page, "Save and add up")
    expect(page.locator("#main")).to_contain_text("23 %")


def sign(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name=re.compile("^Sign for")).click()


def declare(page: Page, address: str, *, is_tied: bool) -> None:
    page.goto(f"{address}declare/")
    whole(page)
    page.locator(f"input[name=declared][value={'conflict' if is_tied else 'none'}]").check()
    if is_tied:
        page.locator("select[name=conflict]").select_option("advice")
    press(page, "Declare")


def mark(page: Page, address: str) -> None:
    page.goto(f"{address}review/")
    for each in page.locator("input[name^=mark-]").all():
        each.fill("4")
    whole(page)
    press(page, "Submit the review")
    expect(page.locator("main")).to_contain_text("Your review is submitted")


def test_a_pair_applies_is_reviewed_and_awarded(
    visitors: Visitors, windows: Windows, site: Site
) -> None:
    title = f"Two windows {uuid4().hex[:6]}"
    one, two = windows.open(FIRST), windows.open(SECOND, java_script_enabled=False)
    address = begin(one, title)
    two.goto("/grants/")
    two.locator("section", has=two.locator("#invitations")).get_by_role("link").first.click()
    press(two, "Join for this organisation")
    pay(one, address)
    sign(two, address)
    sign(one, address)
    expect(one.locator(".state-submitted")).to_be_visible()
    whole(one)

    desk = windows.open(ORGANISER)
    for email in (TIED, OTHER):
        desk.goto(f"{CALL}desk/")
        desk.locator("input[name=email]").fill(email)
        press(desk, "Appoint")
    whole(desk)

    tied = windows.open(TIED)
    declare(tied, address, is_tied=True)
    pk = address.rstrip("/").rsplit("/", 1)[1]
    token = site.tokens(TIED)[TIED]
    for closed in (address, f"{address}review/", f"{address}declare/"):
        answer = tied.goto(closed)
        assert answer
        assert answer.status == 404
    found = site.ask("/api/v1/grants/applications/", token)["results"]
    assert pk not in [each["id"] for each in found]
    tied.goto("/grants/")
    expect(tied.locator("main")).not_to_contain_text(title)

    for email in (MODERATOR, OTHER):
        reviewer = windows.open(email)
        declare(reviewer, address, is_tied=False)
        mark(reviewer, address)

    desk.goto(f"{address}decide/")
    desk.locator("input[name=outcome][value=award]").check()
    desk.locator("textarea[name=reason_en]").fill("Written by two.")
    whole(desk)
    press(desk, "Decide")
    one.goto(address)
    expect(one.locator("main")).not_to_contain_text("Awarded")
    desk.goto(f"{CALL}desk/")
    desk.get_by_role("button", name=re.compile("Release")).click()
    one.goto(address)
    expect(one.locator("main")).to_contain_text("Awarded: 60,000")

    anyone = windows.open()
    anyone.goto("/grants/awards/")
    whole(anyone)
    anyone.get_by_role("link", name=title).click()
    expect(anyone.locator("main")).to_contain_text("60,000")
    whole(anyone)
