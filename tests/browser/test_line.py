"""The line in browsers: seen by all in time, resumed without waste, and always in words on the page."""

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.visiting import Frames, Windows, enter, enter_by_polls, said, write
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Tell = Callable[[str], None]

BY_SOCKET_MS, BY_POLL_MS = 1000, 2000
# What the frame of the log says of itself, and two seconds.
REFRESH_MS = 10_000 + 2000
# The figure is a minute; the suite that runs at each change has a third of it.
AWAY_SECONDS = 60 if os.environ.get("FAULTS") == "full" else 20
# What entering always tells: numbers, rights, the next ticket and the ids of who is here.
ENTRANCE_BYTES = 5000


@pytest.fixture
def tell(request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]) -> Tell:
    """Puts a measured figure beside the test's name."""

    def line(text: str) -> None:
        with capfd.disabled():
            request.config.get_terminal_writer().line(f" {text}")

    return line


@dataclass
class Three:
    """One with a WebSocket, one behind a proxy that lets none through, one without script."""

    socket: Page
    poll: Page
    plain: Page
    taken: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def log(self) -> FrameLocator:
        """Return the frame in which the third reads."""
        return self.plain.frame_locator("iframe").first

    def say(self, who: str, text: str) -> float:
        """Say something as one of them, and measure when it stands before those with script.

        Returns when it was said; the frame of the third is looked at by `read`, for all texts at once.
        """
        live = {"socket": self.socket, "poll": self.poll}
        for page in live.values():
            page.evaluate("text => stopwatch('#panel-chat .said', text)", text)
        begun = time.time() * 1000
        if who == "plain":
            self.plain.locator("#message-text").fill(text)
            self.plain.get_by_role("button", name="Send message").click(no_wait_after=True)
        else:
            write(live[who], text)
        for page in live.values():
            expect(said(page, text)).to_be_visible()
        taken = {name: page.evaluate("stopped") - begun for name, page in live.items()}
        self.taken[who] = {name: round(ms) for name, ms in taken.items()}
        return begun

    def read(self, who: str, text: str, begun: float) -> None:
        """Wait until a text stands before the third, who reads without script."""
        expect(self.log.get_by_text(text)).to_be_visible(timeout=REFRESH_MS)
        self.taken[who]["plain"] = round(time.time() * 1000 - begun)


@pytest.mark.timed
def test_three_people_by_three_doors_see_each_message_in_time(
    windows: Windows, plenary: str, tell: Tell
) -> None:
    three = Three(
        windows.open("p051@demo.example"),
        windows.open("p052@demo.example"),
        windows.open("p053@demo.example", java_script_enabled=False),
    )
    enter(three.socket, plenary)
    enter_by_polls(three.poll, plenary)
    three.plain.goto(plenary)
    texts = {who: f"said by {who}, seen by three" for who in ("plain", "socket", "poll")}
    begun = {who: three.say(who, text) for who, text in texts.items()}
    for who, text in texts.items():
        three.read(who, text, begun[who])
    tell(f"seen after ms, by who said it: {three.taken}")
    for taken in three.taken.values():
        assert taken["socket"] <= BY_SOCKET_MS
        assert taken["poll"] <= BY_POLL_MS
        assert taken["plain"] <= REFRESH_MS


def command(site: Site, address: str, token: str, name: str, **data: Any) -> dict[str, Any]:
    """Send a command over the API as whoever has the token; returns what it made."""
    body = {"id": str(uuid4()), "name": name, "data": data}
    reply = site.ask(f"/api/v1/sessions/{address.split('/')[-2]}/commands/", token, body)
    assert reply["ok"]
    made: dict[str, Any] = reply["data"]
    return made


def size(events: list[dict[str, Any]]) -> int:
    """Return the bytes of events as the wire has them."""
    return len(json.dumps(events, ensure_ascii=False, separators=(",", ":")).encode())


MARK = """() => {
  const nodes = [...document.querySelectorAll('#panel-chat .message, #write-message')].slice(-20);
  nodes.forEach((node) => { node.isMarked = true; });
  return nodes.length;
}"""
MARKED = """() => [...document.querySelectorAll('#panel-chat .message, #write-message')]
  .filter((node) => node.isMarked).length"""


@pytest.mark.parametrize("deletes", [False, True], ids=["nothing-deleted", "one-deleted"])
def test_who_was_offline_gets_what_they_missed_and_nothing_else(
    site: Site, windows: Windows, plenary: str, tell: Tell, *, deletes: bool
) -> None:
    email = f"p05{5 + deletes}@demo.example"
    away = windows.open(f"p05{7 + deletes}@demo.example")
    token = site.tokens(email)[email]
    frames = Frames(away)
    enter(away, plenary)
    tunnel = f"in the tunnel, {'deleted' if deletes else 'kept'}"
    command(site, plenary, token, "message.post", text=f"before {tunnel}")
    expect(said(away, f"before {tunnel}")).to_be_visible()
    away.locator("#write-message").fill("half a thou")
    marked = away.evaluate(MARK)

    away.context.set_offline(True)
    expect(away.locator("#room-line")).to_contain_text("offline since")
    back_at = time.monotonic() + AWAY_SECONDS
    made = [
        command(site, plenary, token, "message.post", text=f"{tunnel}: {part}")["id"]
        for part in ("one", "two", "three")
    ]
    if deletes:
        command(site, plenary, token, "message.delete", message=made[1])
    while time.monotonic() < back_at:
        away.wait_for_timeout(1000)
        expect(away.locator("#room-line")).to_contain_text("offline since")
    expect(said(away, f"{tunnel}:")).to_have_count(0)
    connections = len(frames.sockets)
    away.context.set_offline(False)

    expect(away.locator("#room-line .line-up")).to_be_visible()
    expect(said(away, f"{tunnel}: three")).to_be_visible()
    expect(said(away, f"{tunnel}:")).to_have_count(2 if deletes else 3)
    expect(away.locator("#write-message")).to_have_value("half a thou")
    assert away.evaluate(MARKED) == marked
    came = [text for socket in frames.sockets[connections:] for text in socket]
    events = [e for n in range(connections, len(frames.sockets)) for e in frames.events(n)]
    seen = frames.seen(-1)
    assert all(event["seq"] > seen[event["stream"]] for event in events)
    assert not any('"snapshot"' in text for text in came)
    assert any(f"{tunnel}: two" in text for text in came) is not deletes
    received = sum(len(text.encode()) for text in came)
    tell(
        f"away {AWAY_SECONDS} s: {received} bytes came, {size(events)} of them {len(events)} events"
    )
    assert received <= size(events) + ENTRANCE_BYTES


def sign_out(page: Page) -> None:
    """Sign out by the masthead's button."""
    page.goto("/")
    page.locator("form[data-sign-out] button").first.click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def sign_in_here(page: Page, email: str) -> None:
    """Sign in by the demonstration's door, on a page that asked for it."""
    form = page.locator("form", has=page.locator("input[type=hidden][name=email]")).first
    form.locator("input[name=email]").evaluate("(field, to) => field.value = to", email)
    form.get_by_role("button").click()


def test_signing_out_in_another_tab_is_said_and_the_way_back_keeps_what_was_typed(
    windows: Windows, plenary: str
) -> None:
    # A sign-in of this window's own: the others of this person must not end with it.
    page = windows.open()
    page.goto(plenary)
    sign_in_here(page, "p059@demo.example")
    expect(page.locator("#room-line .line-up")).to_be_visible()
    page.locator("#write-message").fill("half a thou")
    polled, other = page.context.new_page(), page.context.new_page()
    enter_by_polls(polled, plenary)
    sign_out(other)

    for each in (page, polled):
        expect(each.locator("#room-line")).to_contain_text(
            "You are no longer signed in. What you typed is kept."
        )
    expect(page.locator("#write-message")).to_have_value("half a thou")
    write(page, "said while signed out")
    expect(page.locator(".message-pending", has_text="said while signed out")).to_be_visible()
    page.locator("#write-message").fill("half a thou")
    page.locator("#room-line").get_by_role("link", name="Sign in").click()
    sign_in_here(page, "p059@demo.example")

    expect(page.locator("#room-line .line-up")).to_be_visible()
    assert page.url.endswith(plenary)
    expect(said(page, "said while signed out")).to_have_count(1)
    expect(page.locator(".message-pending")).to_have_count(0)
    expect(page.locator("#write-message")).to_have_value("half a thou")


def test_texts_that_were_refused_are_counted_and_sent_again_by_one_button(
    windows: Windows, plenary: str
) -> None:
    page = windows.open("p065@demo.example")
    enter(page, plenary)
    line = page.locator("#room-line")
    page.context.set_offline(True)
    expect(line).to_contain_text("offline since")
    # The seventh and the sixth are more than one may say at once.
    for number in range(1, 8):
        write(page, f"from the queue {number}")
    page.locator("#write-message").fill("another thou")
    page.context.set_offline(False)
    expect(line).to_contain_text("2 texts not sent:")
    page.reload()
    expect(line).to_contain_text("2 texts not sent:")

    again = line.get_by_role("button", name="try again")
    deadline = time.monotonic() + 15
    while again.is_visible() and time.monotonic() < deadline:
        again.click()
        page.wait_for_timeout(1000)
    expect(line).to_have_text("up to date")
    for number in range(1, 8):
        expect(said(page, f"from the queue {number}")).to_have_count(1)
    expect(page.locator("#write-message")).to_have_value("another thou")


def test_one_window_too_many_is_told_so_and_comes_in_when_another_is_closed(
    windows: Windows, plenary: str
) -> None:
    first = windows.open("p066@demo.example")
    pages = [first, *(first.context.new_page() for _ in range(6))]
    for page in pages[:6]:
        enter(page, plenary)
    last = pages[6]
    last.goto(plenary)
    line = last.locator("#room-line")
    expect(line).to_contain_text("You are here in too many windows: close one of them.")
    expect(line).to_contain_text("Next try in")
    first.close()
    expect(pages[1].locator("#room-line .line-up")).to_be_visible()
    line.get_by_role("button", name="Try now").click()
    expect(line.locator(".line-up")).to_be_visible()


@pytest.fixture
def removed(site: Site, plenary: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """A delegate, and what removes them; let in again afterwards."""
    moderator = "moderator@demo.example"
    email = "p062@demo.example"
    tokens = site.tokens(moderator, email)
    person = site.ask("/api/v1/me/", tokens[email])["id"]

    def remove() -> None:
        command(site, plenary, tokens[moderator], "person.remove", person=person)

    yield email, remove
    command(site, plenary, tokens[moderator], "person.readmit", person=person)


def test_who_is_removed_is_told_and_hears_no_more(
    windows: Windows, plenary: str, removed: tuple[str, Callable[[], None]]
) -> None:
    email, remove = removed
    page, polled = windows.open(email), windows.open(email)
    talker = windows.open("p063@demo.example")
    frames = Frames(page)
    enter(page, plenary)
    enter_by_polls(polled, plenary)
    enter(talker, plenary)
    page.locator("#write-message").fill("half a thou")
    remove()
    for each in (page, polled):
        expect(each.locator("#room-line")).to_contain_text("You were removed from this session.")
        expect(each.locator("#write-message")).to_have_count(0)
    heard = [len(socket) for socket in frames.sockets]
    write(talker, "said after the removal")
    expect(said(talker, "said after the removal")).to_be_visible()
    expect(talker.locator(".message-pending")).to_have_count(0)
    for each in (page, polled):
        expect(said(each, "said after the removal")).to_have_count(0)
    assert [len(socket) for socket in frames.sockets] == heard


SHUT_OUT = """
from accounts import people
from accounts.models import Person
email = "operator@demo.example"
operator = Person.objects.filter(email=email).first() or Person.objects.create_superuser(email)
person = Person.objects.get(email="{email}")
people.set_rights(
    actor=operator, person=person, is_active={is_active}, is_organiser=False, is_staff=False
)
"""


@pytest.mark.timed
def test_who_is_banned_is_told_within_two_seconds(
    site: Site, windows: Windows, plenary: str
) -> None:
    email = "p064@demo.example"
    page = windows.open(email)
    enter(page, plenary)
    try:
        site.manage("shell", "-c", SHUT_OUT.format(email=email, is_active=False))
        expect(page.locator("#room-line")).to_contain_text("You were removed", timeout=2000)
    finally:
        site.manage("shell", "-c", SHUT_OUT.format(email=email, is_active=True))
