"""The main job in browsers: an imported session is attended, and nothing said in it is lost."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visiting import Stopwatch, Windows, enter, said, turn_to, write
from tests.site import ROOT, Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

ORGANISER = "organiser@demo.example"
SCHEDULES = ROOT.parent / "shared" / "data" / "schedules"
SMALL = ROOT / "tests" / "sessions" / "schedules" / "small.xml"


def schedules() -> list[Any]:
    """Return the files to import, each with a title in it: ours, and a real one where it is."""
    found = [pytest.param(SMALL, "Opening", id="small")]
    real = SCHEDULES / "fosdem-2021.xml"
    if real.exists():
        found.append(pytest.param(real, "Welcome to FOSDEM 2021", id="fosdem-2021"))
    return found


def register(page: Page, conference: str) -> None:
    """Ask to take part online, through the page."""
    page.goto(f"/c/{conference}/register/")
    page.get_by_role("button", name="Send my registration").click()
    expect(page.get_by_text("An organiser looks at it")).to_be_visible()


def confirm_all(page: Page, conference: str, count: int) -> None:
    """Confirm who waits, one by one, at the organisers' desk."""
    page.goto(f"/desk/c/{conference}/registrations/")
    buttons = page.get_by_role("button", name="Confirm ").and_(
        page.locator("[value=confirm][aria-label]")
    )
    expect(buttons).to_have_count(count)
    for left in range(count, 0, -1):
        buttons.first.click()
        expect(buttons).to_have_count(left - 1)


def approve(page: Page, waiting: Locator) -> None:
    """Approve a question, and turn to the moderators' list of those before the room."""
    waiting.get_by_role("button", name="Approve").click()
    expect(waiting).to_have_count(0)
    page.locator(".desk-switch").get_by_role("button", name="Open").click()
    page.mouse.move(0, 0)


def find_in_agenda(page: Page, conference: str, title: str) -> str:
    """Go to a session by its title on the agenda; returns its address."""
    page.goto(f"/c/{conference}/agenda/")
    page.locator(".row-title a", has_text=title).first.click()
    expect(page.locator("h1")).to_have_text(title)
    return page.url


def three_inside(windows: Windows, conference: str, title: str) -> list[Page]:
    """Return a moderator and two delegates, registered and confirmed, in a session not yet open."""
    first, second = windows.open("p021@demo.example"), windows.open("p022@demo.example")
    moderator = windows.open(ORGANISER)
    for delegate in (first, second):
        register(delegate, conference)
    confirm_all(moderator, conference, 2)
    room = find_in_agenda(first, conference, title)
    enter(second, room)
    enter(moderator, room)
    # What the server wrote for a reader without script works too, and loads the page anew.
    expect(moderator.locator("#room-controls form")).to_have_count(0)
    expect(first.locator("#write-message")).to_have_count(0)
    return [moderator, first, second]


@pytest.mark.parametrize(("schedule", "title"), schedules())
def test_an_imported_session_is_attended(
    site: Site,
    windows: Windows,
    schedule: Path,
    title: str,
    request: pytest.FixtureRequest,
    capfd: pytest.CaptureFixture[str],
) -> None:
    conference = f"imported-{request.node.callspec.id}"
    site.manage("import_schedule", str(schedule), "--conference", conference)
    everyone = three_inside(windows, conference, title)
    moderator, first, second = everyone
    watch = Stopwatch(everyone)

    watch.step(
        "started",
        "#room-state",
        "Live",
        lambda: moderator.get_by_role("button", name="Start session").click(),
    )
    for page in everyone:
        expect(page.locator("#tab-people .tab-count [aria-hidden]")).to_have_text("3")
    watch.step(
        "chat", "#panel-chat .said", "Hello from far", lambda: write(first, "Hello from far")
    )
    turn_to(first, "questions")
    turn_to(second, "questions")
    write(second, "Кто отвечает за реестр?", "question")
    turn_to(moderator, "questions")
    waiting = moderator.locator(".inbox .waiting", has_text="Кто отвечает за реестр?")
    expect(waiting.locator(".said")).to_have_attribute("lang", "ru")
    expect(first.get_by_text("Кто отвечает за реестр?")).to_have_count(0)
    watch.step(
        "approved",
        "ul.questions .said",
        "Кто отвечает за реестр?",
        lambda: approve(moderator, waiting),
    )
    watch.step(
        "upvoted",
        "ul.questions .upvote .count",
        "1",
        lambda: first.locator("ul.questions .upvote").click(),
    )
    moderator.get_by_role("button", name="Write an answer").click()
    moderator.locator(".answer-form textarea").fill("The archive, from May on.")

    def publish() -> None:
        moderator.get_by_role("button", name="Publish the answer").click()
        moderator.locator(".desk-switch").get_by_role("button", name="Answered").click()

    watch.step("answered", "ul.questions .answer", "The archive, from May on.", publish)
    with capfd.disabled():
        request.config.get_terminal_writer().line(f" seen by all three after ms: {watch.taken}")


def test_what_is_said_offline_is_sent_once_when_the_line_is_back(
    windows: Windows, plenary: str
) -> None:
    away, listener = windows.open("p033@demo.example"), windows.open("p034@demo.example")
    enter(away, plenary)
    enter(listener, plenary)
    away.context.set_offline(True)
    write(away, "said in the lift")
    pending = away.locator(".message-pending", has_text="said in the lift")
    expect(pending).to_contain_text("waiting for the line")
    away.context.set_offline(False)

    expect(said(listener, "said in the lift")).to_be_visible()
    expect(pending).to_have_count(0)
    expect(said(away, "said in the lift")).to_have_count(1)
    expect(said(listener, "said in the lift")).to_have_count(1)


def test_too_fast_keeps_the_text_and_counts_the_seconds(windows: Windows, plenary: str) -> None:
    page = windows.open("p035@demo.example")
    enter(page, plenary)
    for number in range(1, 7):
        write(page, f"in a hurry {number}")
    refusal = page.locator(".composer-refusal [aria-hidden]")
    expect(refusal).to_have_text(re.compile(r"^Not sent yet: you can send it in \d+ seconds?\.$"))
    refused = page.locator("#write-message").input_value()
    assert refused == "in a hurry 6"
    expect(said(page, refused)).to_have_count(0)

    expect(refusal).to_have_text("You can send it now.")
    page.locator("#write-message").press("Enter")
    expect(said(page, refused)).to_be_visible()
    expect(page.locator("#write-message")).to_have_value("")
    expect(refusal).to_have_count(0)


def test_a_reload_keeps_what_is_typed(windows: Windows, plenary: str) -> None:
    page = windows.open("p036@demo.example")
    enter(page, plenary)
    page.locator("#write-message").fill("not yet fini")
    turn_to(page, "questions")
    page.locator("#write-question").fill("А когда")
    page.reload()
    expect(page.locator("#write-message")).to_have_value("not yet fini")
    turn_to(page, "questions")
    expect(page.locator("#write-question")).to_have_value("А когда")
