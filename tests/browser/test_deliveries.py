"""The register, a delivery with its trail, the pages of who manages it and the reply link: accessible, also without script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import seen, seen_in_the_dark
from tests.browser.visiting import NARROW, Visitors
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

ORGANISER = "organiser@demo.example"
TABLE = """To,Text,From,Response
Ireland,Publish every public contract in one open register.,Algeria,Accepted
Ireland,"Protect whoever reports corruption, in law and in practice.",Mexico,
"""


@pytest.fixture(scope="module")
def delivery(site: Site, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a delivery that was imported and not answered yet."""
    table = tmp_path_factory.mktemp("tables") / "table.csv"
    table.write_text(TABLE)
    site.manage("import_recommendations", str(table))
    return table.name


def judged(page: Page, name: str) -> list[str]:
    """Return what is wrong with a page, wide, dark and narrow."""
    found = seen(page, name) + seen_in_the_dark(page, f"{name}-dark")
    page.set_viewport_size(NARROW)
    found += seen(page, f"{name}-360")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


@pytest.mark.usefixtures("delivery")
@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_of_deliveries_are_whole_and_accessible(visitors: Visitors, language: str) -> None:
    page, watch = visitors.tour(ORGANISER, language)
    page.goto("/records/deliveries/")
    found = judged(page, f"deliveries-{language}")
    page.locator(".delivery-row a").first.click()
    expect(page.locator(".trail-svg")).to_be_visible()
    found += judged(page, f"delivery-{language}")
    page.goto(f"{page.url}manage/")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found += judged(page, f"delivery-manage-{language}")
    assert found + watch.found == []


@pytest.mark.usefixtures("delivery")
def test_links_of_the_picture_are_reached_by_keyboard(visitors: Visitors) -> None:
    page, _watch = visitors.tour("", "en")
    page.goto("/records/deliveries/")
    page.locator(".delivery-row a").first.click()
    links = page.locator(".trail-svg a")
    page.locator(".trail-picture").focus()
    reached = []
    for _ in range(links.count()):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert reached == links.evaluate_all("all => all.map((each) => each.getAttribute('href'))")
    assert len(reached) >= 2


@pytest.mark.usefixtures("delivery")
def test_addressee_answers_without_script(visitors: Visitors) -> None:
    own, _watch = visitors.tour(ORGANISER, "en")
    own.goto("/records/deliveries/?q=Ireland")
    own.locator(".delivery-row a").last.click()
    own.goto(f"{own.url}manage/")
    own.get_by_role("button", name=re.compile("reply link")).click()
    address = own.locator(".secret-address").input_value()
    path = Path(address.split("/reply/")[1]).name
    with visitors.context("", language="ru", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"/reply/{path}/")
        page.locator("input[name=stance][value=accepted]").check()
        page.locator("textarea[name=text]").fill("Мы это сделаем.")
        page.locator("main form").get_by_role("button").click()
        expect(page.get_by_role("status").filter(has_text="Спасибо.")).to_be_visible()
        expect(page.locator(".reply-text").first).to_have_text("Мы это сделаем.")
    page, _watch = visitors.tour("", "en")
    page.goto(f"/reply/{path}/")
    assert judged(page, "reply-en") == []
