"""The whole way in browsers: from a question in a live session to the reply that everyone reads, and back."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import NARROW, WIDE, Windows, audit, enter, kept_picture, turn_to, write
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

ORGANISER, RAPPORTEUR = "organiser@demo.example", "p023@demo.example"
CHAIRS = ("p001@demo.example", "p002@demo.example")
DELEGATES = ("p045@demo.example", "p046@demo.example")
QUESTION = "Who may see what a city has paid?"
ANSWER = "At present only its own auditors."
DECISION = "What a city pays is published each month."
TITLE, TITLE_RU = "Publish payments monthly", "Публиковать платежи ежемесячно"
TEXT_RU = "Платежи города публикуются каждый месяц."
OFFICE = "Treasury of Lakeside"
REPLY = "We begin in January."
# From a paragraph to the event that it comes from, and from a session's record to the recommendation.
MOST_CLICKS = 3
# The links of a drawing have no plain address of their own.
HREFS = "all => all.map((each) => new URL(each.getAttribute('href'), location.href).href)"

WITH_A_RAPPORTEUR = f"""
from datetime import timedelta
from accounts.models import Person
from conferences.models import Conference
from live import clock
from sessions import life, sessions
from sessions.models import Role
organiser = Person.objects.get(email="{ORGANISER}")
held = sessions.schedule(
    actor=organiser,
    host=Conference.objects.get(slug="washington"),
    starts_at=clock.now(),
    ends_at=clock.now() + timedelta(hours=1),
    texts={{"en": {{"title": "An hour about payments"}}}},
)
Role.objects.create(
    session=held, person=Person.objects.get(email="{RAPPORTEUR}"), name="rapporteur"
)
life.start(actor=organiser, session=held)
print(held.pk)
"""


@pytest.fixture(scope="module")
def hour(site: Site) -> str:
    """The address of a live session that has a rapporteur."""
    printed = site.manage("shell", "--verbosity", "0", "-c", WITH_A_RAPPORTEUR)
    return f"/s/{printed.strip().splitlines()[-1]}/"


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Wait long for what comes at last: on a busy machine each of these many steps takes its time."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"main [name={name}]").fill(text)


def test_a_question_becomes_a_reply_that_everyone_reads(windows: Windows, hour: str) -> None:
    number = decided(windows, hour)
    draft = drafted(windows, number)
    endorsed(windows, draft)
    adopted(windows, draft)
    managed, address = delivered(windows, draft)
    replied(windows, address)
    published(windows, managed)
    reader = windows.open()
    reader.goto(draft.removesuffix("draft/"))
    tells_all(reader)
    leads_both_ways(reader, hour)
    holds(windows, reader.url.split("#")[0])


def decided(windows: Windows, hour: str) -> str:
    """Have a question asked, let through, answered and decided upon; return the decision's name."""
    organiser, asker = windows.open(ORGANISER), windows.open(DELEGATES[0])
    rapporteur = windows.open(RAPPORTEUR)
    for page in (organiser, asker, rapporteur):
        enter(page, hour)
        turn_to(page, "questions")
    write(asker, QUESTION, "question")
    organiser.locator(".inbox .waiting", has_text=QUESTION).get_by_role(
        "button", name="Approve"
    ).click()
    organiser.locator(".desk-switch").get_by_role("button", name="Open").click()
    asked = organiser.locator("ul.questions .question", has_text=QUESTION)
    asked.get_by_role("button", name="Write an answer").click()
    organiser.locator(".answer-form textarea").fill(ANSWER)
    organiser.locator(".answer-form button[type=submit]").click()
    expect(rapporteur.locator("ul.questions .answer", has_text=ANSWER)).to_be_visible()
    heard = rapporteur.locator("ul.questions .question", has_text=QUESTION)
    heard.get_by_role("button", name="Decide…").click()
    rapporteur.locator("#panel-decisions textarea").first.fill(DECISION)
    press(rapporteur, "Record the decision")
    row = rapporteur.locator("#panel-decisions .decision", has_text=DECISION)
    expect(row).to_be_visible()
    named = re.search(r"D\d+", row.inner_text())
    assert named
    press(organiser, "End session")
    press(organiser, "Yes, end it")
    expect(organiser.locator("#room-state", has_text="Ended")).to_be_visible()
    return named[0]


def drafted(windows: Windows, decision: str) -> str:
    """Draft a recommendation from the decision and translate it; return the draft's address."""
    page = windows.open(RAPPORTEUR)
    page.goto("/g/anti-corruption/recommendations/new/")
    fill(page, title_en=TITLE, origin=decision)
    press(page, "Begin the draft")
    expect(page.locator("#p1")).to_contain_text(DECISION)
    page.get_by_role("link", name="Edit the title").click()
    fill(page, title_ru=TITLE_RU)
    press(page, "Save")
    page.locator("#p1 .article-tools").get_by_role("link", name="Edit").click()
    fill(page, text_ru=TEXT_RU)
    press(page, "Save")
    expect(page.locator("#p1")).to_contain_text(TEXT_RU)
    expect(page.locator(".mark-stale")).to_have_count(0)
    assert audit(page) == []
    kept_picture(page, "way-draft")
    return page.url.split("#")[0]


def endorsed(windows: Windows, draft: str) -> None:
    for delegate in DELEGATES:
        page = windows.open(delegate)
        page.goto(draft)
        press(page, "Endorse for it")
        expect(page.get_by_role("button", name="Take the endorsement back")).to_be_visible()


def adopted(windows: Windows, draft: str) -> None:
    """Have the co-chairs of both sides say yes; before that nobody can adopt."""
    pages = [windows.open(chair) for chair in CHAIRS]
    for page in pages:
        page.goto(draft)
        expect(page.get_by_role("button", name="Adopt", exact=True)).to_have_count(0)
        press(page, "Say yes to this wording")
        expect(page.get_by_role("button", name="Take my yes back")).to_be_visible()
    press(pages[-1], "Adopt")
    expect(pages[-1].get_by_text("This text is adopted and never changes.")).to_be_visible()


def delivered(windows: Windows, draft: str) -> tuple[str, str]:
    """Deliver it by the form; return the page that manages the delivery, and the reply link."""
    page = windows.open(CHAIRS[0])
    page.goto(draft.removesuffix("draft/"))
    page.get_by_role("link", name="Record a delivery").click()
    fill(page, office_en=OFFICE, delivered_on=datetime.now(UTC).date().isoformat())
    page.locator("main [name=language]").select_option("en")
    press(page, "Record the delivery")
    press(page, "Make a reply link")
    address = page.locator(".secret-address").input_value()
    return page.url, "/reply/" + address.split("/reply/")[1]


def replied(windows: Windows, address: str) -> None:
    """Answer as the addressee does: with the link alone."""
    page = windows.open()
    page.goto(address)
    expect(page.locator("main")).to_contain_text(DECISION)
    page.locator("input[name=stance][value=accepted]").check()
    fill(page, text=REPLY)
    press(page, "Send the reply")
    expect(page.locator("main")).to_contain_text("Your reply has been received")


def published(windows: Windows, managed: str) -> None:
    page = windows.open(CHAIRS[1])
    page.goto(managed)
    press(page, "Publish the reply")
    expect(page.locator(".reply")).to_contain_text("public", ignore_case=True)


def tells_all(reader: Page) -> None:
    """See the whole way on the public page, signed out."""
    way = reader.locator("section[aria-labelledby=way]")
    for text in (
        QUESTION,
        DECISION,
        "endorsed by 2 organisations",
        OFFICE,
        "accepted",
        "1 answered",
    ):
        expect(way).to_contain_text(text, ignore_case=True)
    expect(reader.locator("#p1")).to_contain_text(TEXT_RU)
    expect(reader.locator("section[aria-labelledby=endorsed] li")).to_have_count(2)
    expect(reader.locator("section[aria-labelledby=agreed] dt")).to_have_count(2)


def leads_both_ways(reader: Page, hour: str) -> None:
    """Follow every link of the way to its place, and count the clicks there and back."""
    start = reader.url
    links = reader.locator("section[aria-labelledby=way] a, #p1 .origins a")
    targets = sorted(set(links.evaluate_all(HREFS)))
    record = [each for each in targets if f"{hour}record/#e" in each]
    assert len(record) >= 2
    for target in targets:
        answer = reader.request.get(target)
        assert (target, answer.status) == (target, 200)
        if "#" in target:
            assert f'id="{target.split("#")[1]}"' in answer.text(), target
    reader.goto(start)
    there = follow(reader, "#p1 .origins a")
    expect(reader).to_have_url(re.compile(f"{hour}record/#e"))
    expect(reader.locator(":target")).to_have_count(1)
    assert there <= MOST_CLICKS
    back = follow(reader, "section[aria-labelledby=led-to] .row-title a")
    expect(reader).to_have_url(f"{start}#p1")
    assert back <= MOST_CLICKS


def follow(page: Page, *places: str) -> int:
    """Click through links, one after the other; return how many clicks that took."""
    for place in places:
        page.locator(place).first.click()
        page.wait_for_load_state()
    return len(places)


def holds(windows: Windows, address: str) -> None:
    """See the public page whole in both languages and themes, wide and narrow."""
    for language, theme in (("en", "light"), ("ru", "dark")):
        page = windows.open(language=language, theme=theme)
        page.goto(address)
        for width, size in (("", WIDE), ("-360", NARROW)):
            page.set_viewport_size(size)
            assert (language, width, audit(page)) == (language, width, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            kept_picture(page, f"way-{language}-{theme}{width}")
