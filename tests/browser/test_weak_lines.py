"""The room on a weak line: what it weighs, when it can be used, and what it costs to sit in it.

Every byte is counted at a proxy of ours, by which the browser reaches the site: heads, frames, heartbeats, all of
it. The budgets of a visit are of what comes, that of sitting there of both directions. They are bytes; only that the room can be used within ten seconds is a matter of time.
"""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import Frames, Watch, Windows
from tests.browser.weights import THIN, Weights, record
from tests.site import Site
from tests.thin_line import ThinLine

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

KB = 1000
# Of a cold visit: until one can read and write, until the room is live, and all of it.
USABLE, LIVE, WHOLE = 40 * KB, 75 * KB, 100 * KB
AGAIN = 15 * KB
IDLE_A_SECOND = 60
SOON = 10.0
PEOPLE = ["participant@demo.example", "moderator@demo.example"]

# Who came to the plenary, so that it is not a quiet one: texts as long as people write them.
TALK = """
from accounts.models import Person
from chat import posts
from sessions.models import Session
held = Session.objects.get(pk="{session}")
people = list(Person.objects.filter(email__in=["p041@demo.example", "p042@demo.example"]).order_by("email"))
for number in range(60):
    text = "Here is what we found in our own town, number " + str(number) + ": the register is there, but who reads it?"
    posts.post(actor=people[number % 2], session=held, text=text)
"""
PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
LAST = "in our own town, number 59"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One in which no other test has asked, decided or said anything that the room would bring along."""
    running = Site(tmp_path_factory.mktemp("site"), LIVE_LIMITS="enter=1000/1000")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def plenary(site: Site) -> str:
    """The address of the demonstration's plenary, as every test's site has it."""
    token = site.tokens(PEOPLE[0])[PEOPLE[0]]
    found = site.ask("/api/v1/sessions/?conference=washington&state=live", token)["results"]
    return f"/s/{found[0]['id']}/"


@pytest.fixture(scope="module")
def talked_in(site: Site, plenary: str) -> str:
    """The address of a session in which sixty messages have been said."""
    script = TALK.format(session=plenary.strip("/").split("/")[-1])
    site.manage("shell", "--verbosity", "0", "-c", script)
    return plenary


class Visit:
    """A cold browser that opens a page by a line of its own."""

    def __init__(self, page: Page, line: ThinLine) -> None:
        self.page, self.line = page, line
        self.weights = Weights(page)
        self.begun = time.monotonic()

    def open(self, address: str) -> None:
        """Follow a link, and wait until one can read what was said last, and write."""
        self.begun = time.monotonic()
        self.page.goto(self.line.url + address, wait_until="commit")
        self.page.locator(".composer textarea").first.wait_for(timeout=60_000)
        self.page.get_by_text(LAST).first.wait_for(timeout=60_000)
        # What was painted has its sheet.
        while not self.page.evaluate(PAINTED):
            self.page.wait_for_timeout(20)

    def live(self) -> None:
        """Wait until the line is up and the live box is there."""
        expect(self.page.locator("#room-line .line-up")).to_be_visible(timeout=60_000)
        expect(self.page.locator("#write-message")).to_be_editable()
        expect(self.page.locator("#panel-chat .message", has_text=LAST)).to_be_attached()

    def whole(self) -> None:
        """Wait until everything that comes by itself has come."""
        expect(self.page.locator("#panel-people .people")).to_be_attached(timeout=60_000)
        self.page.wait_for_load_state("networkidle", timeout=60_000)

    @property
    def seconds(self) -> float:
        return round(time.monotonic() - self.begun, 1)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_cold_visit_keeps_within_its_bytes(
    windows: Windows, site: Site, talked_in: str, language: str
) -> None:
    with ThinLine(site.port, **THIN) as line:
        page = windows.open(PEOPLE[0], language=language)
        watch = Watch(line.url).on(page)
        visit = Visit(page, line)
        visit.open(talked_in)
        figures: dict[str, Any] = {"usable": line.down}
        visit.live()
        figures["live"] = line.down
        visit.whole()
        figures |= {"whole": line.down, "asked": line.up, "answers": dict(visit.weights.by_path)}
        page.goto("about:blank")
        before = line.down
        visit.open(talked_in)
        visit.live()
        visit.whole()
        figures["again"] = line.down - before
        record(f"room_{language}", figures)
        assert watch.found == []
        assert figures["usable"] <= USABLE
        assert figures["live"] <= LIVE
        assert figures["whole"] <= WHOLE
        assert figures["again"] <= AGAIN
        page.context.close()


@pytest.mark.timed
def test_within_ten_seconds_one_can_read_and_write(
    windows: Windows, site: Site, talked_in: str
) -> None:
    with ThinLine(site.port, **THIN) as line:
        visit = Visit(windows.open(PEOPLE[0]), line)
        visit.open(talked_in)
        usable = visit.seconds
        visit.live()
        record("room_seconds", {"usable": usable, "live": visit.seconds})
        assert usable <= SOON
        visit.page.context.close()


def test_what_is_typed_before_the_room_is_live_is_typed_on(
    windows: Windows, site: Site, talked_in: str
) -> None:
    with ThinLine(site.port, **THIN) as line:
        visit = Visit(windows.open(PEOPLE[0]), line)
        page = visit.page
        visit.open(talked_in)
        box = page.locator("#message-text")
        box.focus()
        page.keyboard.type("Half a sen", delay=5)
        visit.live()
        live = page.locator("#write-message")
        expect(live).to_have_value("Half a sen")
        expect(live).to_be_focused()
        page.keyboard.type("tence, and the rest.")
        expect(live).to_have_value("Half a sentence, and the rest.")
        page.context.close()


@pytest.mark.parametrize("email", PEOPLE)
def test_to_sit_in_a_quiet_room_costs_little(
    windows: Windows, site: Site, talked_in: str, email: str
) -> None:
    with ThinLine(site.port) as line:
        visit = Visit(windows.open(email), line)
        frames = Frames(visit.page)
        visit.open(talked_in)
        visit.live()
        visit.whole()
        figures = idle(visit, frames)
        record(f"room_idle_{email.split('@', maxsplit=1)[0]}", figures)
        assert figures["a_second"] <= IDLE_A_SECOND
        visit.page.context.close()


def idle(visit: Visit, frames: Frames) -> dict[str, float]:
    """Count from one heartbeat to the third after it."""

    def beats() -> int:
        return sum(text.startswith('{"beat"') for heard in frames.sockets for text in heard)

    def until_beats(count: int) -> float:
        end = time.monotonic() + 60
        while beats() < count:
            assert time.monotonic() < end, "no heartbeat came"
            visit.page.wait_for_timeout(50)
        return time.monotonic()

    begun = until_beats(beats() + 1)
    before = visit.line.down + visit.line.up
    ended = until_beats(beats() + 3)
    counted = visit.line.down + visit.line.up - before
    return {"bytes": counted, "a_second": round(counted / (ended - begun), 1)}
