"""The room for who reads, listens or presses: nothing moves under them, and one voice tells what came."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.chatting import message
from tests.browser.visiting import NARROW, Visitors, Windows, audit, enter, turn_to, write
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

ORGANISER = "organiser@demo.example"
BEFORE, LONG = 40, 4000
ARABIC = "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u062c\u0645\u064a\u0639"
SMALLEST: ViewportSize = {"width": 320, "height": 568}

HELD = f"""
from datetime import timedelta
from accounts.models import Person
from chat import posts
from conferences.models import Conference
from floor import judging, questions
from live import clock
from sessions import life, sessions
organiser = Person.objects.get(email="{ORGANISER}")
talkers = [Person.objects.get(email=f"p{{number:03}}@demo.example") for number in range(60, 80)]
held = sessions.schedule(
    actor=organiser,
    host=Conference.objects.get(slug="washington"),
    starts_at=clock.now(),
    ends_at=clock.now() + timedelta(hours=3),
    texts={{"en": {{"title": "An hour to read in"}}}},
)
life.start(actor=organiser, session=held)
for number in range({BEFORE}):
    posts.post(actor=talkers[number % 20], session=held, text=f"thought number {{number}}.")
for number, talker in enumerate(talkers):
    asked = questions.ask(actor=talker, session=held, text=f"Who looks after point {{number}}?")
    judging.approve(actor=organiser, session=held, question=asked.pk)
print(held.pk)
"""

SAY = """
from accounts.models import Person
from chat import posts
from sessions.models import Session
held = Session.objects.get(pk="{session}")
for number in range({count}):
    person = Person.objects.get(email=f"p{{60 + number % 20:03}}@demo.example")
    posts.post(actor=person, session=held, text=f"{text} {{number}}.")
"""

SUPPORT = """
from accounts.models import Person
from floor import votes
from floor.models import Question
from sessions.models import Session
held = Session.objects.get(pk="{session}")
asked = Question.objects.get(session=held, text="{text}")
for number in range(90, 95):
    votes.upvote(
        actor=Person.objects.get(email=f"p{{number:03}}@demo.example"), session=held, question=asked.pk
    )
"""

# Where the first message that is whole in sight stands, and which it is.
EYE = """() => {
  const log = document.querySelector(".chat-log").getBoundingClientRect();
  const rows = [...document.querySelectorAll("[data-message]")];
  const row = rows.find((each) => each.getBoundingClientRect().top >= log.top);
  return [row.dataset.message, Math.round(row.getBoundingClientRect().top)];
}"""
TOP_OF = (
    "id => Math.round(document.querySelector(`[data-message='${id}']`).getBoundingClientRect().top)"
)

LISTEN = """() => {
  window.heard = [];
  const note = (kind, place) => new MutationObserver(() => {
    if (place.textContent) heard.push([kind, place.textContent]);
  }).observe(place, { childList: true, subtree: true, characterData: true });
  note("polite", document.querySelector("[role=status][aria-live=polite].sr-only"));
  note("at once", document.querySelector("[role=alert][aria-live=assertive].sr-only"));
}"""


@pytest.fixture(scope="module")
def held(site: Site) -> str:
    """The address of a live session with a talk and twenty questions in it."""
    printed = site.manage("shell", "--verbosity", "0", "-c", HELD)
    return f"/s/{printed.strip().splitlines()[-1]}/"


@pytest.fixture
def phone(windows: Windows) -> Page:
    return windows.open("p031@demo.example", viewport=NARROW, has_touch=True, is_mobile=True)


def said(site: Site, held: str, text: str, count: int) -> None:
    """Let others say something, one after another."""
    session = held.split("/")[2]
    site.manage("shell", "-c", SAY.format(session=session, text=text, count=count))


def order_of(page: Page) -> list[str]:
    """Return the questions as they stand."""
    return page.locator("ul.questions .question-text").all_text_contents()


def test_what_is_read_stays_and_what_came_is_marked(
    site: Site, windows: Windows, held: str
) -> None:
    page = windows.open("p032@demo.example")
    enter(page, held)
    expect(page.locator("[data-message]").last).to_be_in_viewport()
    # One step of a wheel, less than a row: enough to be reading.
    page.locator(".chat-log").evaluate("log => { log.scrollTop -= 20; }")
    expect(page.locator(".fresh button")).to_be_visible()
    row, top = page.evaluate(EYE)
    said(site, held, "while one reads", 12)
    expect(page.locator(".fresh button")).to_have_text("12 new")
    assert page.evaluate(TOP_OF, row) == top
    expect(page).to_have_title(re.compile(r"^\(12\) An hour to read in"))
    expect(page.locator("#tab-chat .tab-count")).to_contain_text("12 unread messages")

    page.locator(".fresh button").click()
    expect(message(page, "while one reads 11.")).to_be_in_viewport()
    first = message(page, "while one reads 0.")
    expect(first.locator(".stopped-here")).to_have_text("New since you stopped reading")
    expect(page.locator(".stopped-here")).to_have_count(1)
    expect(page).to_have_title(re.compile(r"^An hour to read in"))
    turn_to(page, "people")
    said(site, held, "while one is elsewhere", 2)
    expect(page.locator("#tab-chat .tab-count")).to_contain_text("2 unread messages")
    turn_to(page, "chat")
    expect(message(page, "while one is elsewhere 0.").locator(".stopped-here")).to_be_visible()


def test_under_a_moving_pointer_and_in_a_selection_nothing_moves(
    site: Site, windows: Windows, held: str
) -> None:
    page = windows.open("p033@demo.example")
    enter(page, held)
    last = page.locator("[data-message]").last
    last.locator(".said").select_text()
    row, top = page.evaluate(EYE)
    said(site, held, "while one selects", 2)
    expect(page.locator(".fresh button")).to_have_text("2 new")
    assert page.evaluate(TOP_OF, row) == top
    page.evaluate("getSelection().removeAllRanges()")
    expect(message(page, "while one selects 1.")).to_be_in_viewport()
    # One's own words are never held back.
    page.locator("[data-message]").last.locator(".said").select_text()
    write(page, "what I say myself")
    expect(message(page, "what I say myself")).to_be_in_viewport()


def test_the_pause_holds_chat_and_questions_until_it_is_let_go(
    site: Site, windows: Windows, held: str
) -> None:
    page = windows.open("p034@demo.example")
    enter(page, held)
    page.evaluate(LISTEN)
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Pause updates")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.locator(".paused-note")).to_contain_text("Updates are paused.")
    page.wait_for_function("() => heard.some(([, text]) => text.includes('Updates are paused.'))")
    turn_to(page, "questions")
    was = order_of(page)
    wanted = "Who looks after point 17?"
    session = held.split("/")[2]
    site.manage("shell", "-c", SUPPORT.format(session=session, text=wanted))
    said(site, held, "while it is paused", 3)
    row = page.locator(".question", has_text=wanted)
    expect(row.locator(".count")).to_have_text("5")
    assert order_of(page) == was
    turn_to(page, "chat")
    expect(page.locator(".fresh button")).to_have_text("3 new")
    page.keyboard.press("u")
    expect(message(page, "while it is paused 2.")).to_be_in_viewport()
    turn_to(page, "questions")
    page.mouse.move(0, 0)
    expect(page.locator("ul.questions .question-text").first).to_have_text(wanted)


def test_two_hundred_messages_are_told_in_twenty_sentences_and_move_no_focus(
    site: Site, windows: Windows, held: str
) -> None:
    """All come in a moment: merged as within a minute, for which the clock of the client's test stands."""
    page = windows.open("p035@demo.example")
    enter(page, held)
    turn_to(page, "questions")
    page.locator("#write-question").fill("half a")
    page.evaluate(LISTEN)
    page.evaluate("window.left = 0; addEventListener('focusout', () => left++)")
    said(site, held, "in a burst", 200)
    count = """() => heard.reduce((sum, [kind, text]) =>
      sum + (kind === 'polite' ? Number(/^(\\d+) new messages?/.exec(text)?.[1] ?? / says: /.test(text)) : 0), 0)"""
    page.wait_for_function(f"() => ({count})() === 200", timeout=90_000)
    heard: list[Any] = page.evaluate("heard")
    assert len(heard) <= 20
    assert {kind for kind, _text in heard} == {"polite"}
    assert page.evaluate("[left, document.activeElement.id]") == [0, "write-question"]
    expect(page.locator("#write-question")).to_have_value("half a")


def test_a_long_text_is_folded_and_each_says_its_language(
    site: Site, windows: Windows, held: str
) -> None:
    token = site.tokens("p061@demo.example")["p061@demo.example"]
    for text in ({"text": "слово " * (LONG // 6)}, {"text": ARABIC, "lang": "ar"}):
        command = {"id": str(uuid4()), "name": "message.post", "data": text}
        site.ask(f"/api/v1/sessions/{held.split('/')[2]}/commands/", token, command)
    page = windows.open("p036@demo.example", viewport=SMALLEST)
    enter(page, held)
    long = page.locator("[data-message]", has=page.locator(".unfold"))
    expect(long.locator(".said")).to_have_attribute("lang", "ru")
    long.locator(".unfold").click()
    expect(long.locator(".unfold")).to_have_text("Show less")
    assert len(long.locator(".said").inner_text()) > LONG - 10
    arabic = page.locator(".said", has_text=ARABIC)
    expect(arabic).to_have_attribute("dir", "auto")
    assert arabic.evaluate("said => getComputedStyle(said).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") == SMALLEST["width"]


def test_on_a_phone_half_the_height_is_the_talk_and_all_is_reached(phone: Page, held: str) -> None:
    enter(phone, held)
    log = phone.locator(".chat-log").bounding_box()
    assert log
    assert log["height"] > NARROW["height"] * 0.45
    phone.locator("#tab-questions").tap()
    expect(phone.locator(".ways")).to_be_hidden()
    phone.locator("#write-question").tap()
    expect(phone.locator(".ways")).to_be_visible()
    expect(phone.locator("#write-question")).to_be_in_viewport(ratio=1)
    sizes: list[ViewportSize] = [
        {"width": 740, "height": 360},
        SMALLEST,
        {"width": 320, "height": 256},
    ]
    for size in sizes:
        phone.set_viewport_size(size)
        phone.locator("#tab-chat").tap()
        phone.locator("#write-message").tap()
        expect(phone.locator("#write-message")).to_be_in_viewport(ratio=1)
        expect(phone.locator("#room-line")).to_be_in_viewport(ratio=1)
        assert phone.evaluate("document.documentElement.scrollWidth") == size["width"]


@pytest.mark.parametrize("press", ["tap", "click"])
def test_on_a_phone_who_sees_ones_name_is_chosen_before_a_word_is_written(
    phone: Page, held: str, press: str
) -> None:
    enter(phone, held)
    phone.locator("#tab-questions").tap()
    phone.locator("#write-question").tap()
    for way in ("Moderators", "Nobody"):
        choice = phone.locator(".ways .way", has_text=way)
        getattr(choice, press)()
        expect(choice.locator("input")).to_be_checked()
    expect(phone.locator(".ask-place")).to_contain_text("Nobody sees that it is you")


@pytest.mark.parametrize("press", ["tap", "click"])
def test_on_a_phone_the_first_press_after_writing_reaches_what_is_under_it(
    phone: Page, held: str, press: str
) -> None:
    """The note under the box folds when one leaves it; everything above moves down then, and not before.

    Pressed at its upper edge, a thing that moved under the finger would be missed.
    """
    enter(phone, held)
    phone.locator("#write-message").fill(f"Said on a phone, by a {press}.")
    phone.get_by_role("button", name="Send message").tap()
    mine = phone.locator(".message", has_text=f"by a {press}.")
    expect(mine.locator(".message-menu")).to_be_visible()
    expect(phone.locator(".message-pending")).to_have_count(0)
    phone.locator("#write-message").tap()
    expect(phone.locator("#write-message")).to_be_focused()
    place = mine.locator(".message-menu").bounding_box()
    assert place
    x, y = place["x"] + place["width"] / 2, place["y"] + 2
    if press == "tap":
        phone.touchscreen.tap(x, y)
    else:
        phone.mouse.click(x, y)
    expect(phone.get_by_role("menu")).to_be_visible()
    phone.keyboard.press("Escape")


SPACED = """* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}"""


def test_with_spaced_text_and_keys_switched_off_the_room_holds(windows: Windows, held: str) -> None:
    page = windows.open("p037@demo.example", language="ru", viewport=SMALLEST)
    enter(page, held)
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }",
        SPACED,
    )
    for tab in ("chat", "questions", "people"):
        turn_to(page, tab)
        assert page.evaluate("document.documentElement.scrollWidth") == SMALLEST["width"]
    page.locator(".keys-button").click()
    page.get_by_role("checkbox").uncheck()
    assert audit(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".keys-button")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator(".paused-note")).to_have_count(0)


# Nothing that has the focus lies under what sticks, and it is outlined.
SEEN = """() => {
  // After the last comes the browser itself, then the first again.
  if (document.activeElement === document.body) return true;
  const at = document.activeElement, box = at.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 12);
  const top = document.elementFromPoint(x, y);
  const isOutlined = getComputedStyle(at).outlineStyle !== "none" || at.matches(".skip");
  return isOutlined && (at.contains(top) || top?.contains(at) || at.labels?.[0]?.contains(top));
}"""


def tab_to(page: Page, wanted: str, most: int = 80) -> None:
    """Press Tab until an element has the focus, and see each on the way."""
    for _ in range(most):
        page.keyboard.press("Tab")
        what = page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
        assert page.evaluate(SEEN), f"the focus does not show on {what}"
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{most} tabs did not reach {wanted}")


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, {"width": 640, "height": 450}])
def test_from_the_sign_in_to_a_supported_question_without_a_pointer(
    windows: Windows, held: str, size: dict[str, int]
) -> None:
    page = windows.open(viewport=size)
    # The room's own page sends a stranger to the sign-in and has them back.
    page.goto(held)
    tab_to(page, "form:has([value='participant@demo.example']) button", most=40)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{held}")
    expect(page.locator("#room-line .line-up")).to_be_attached()
    page.keyboard.press("c")
    expect(page.locator("#write-message")).to_be_focused()
    page.keyboard.type(f"by keys alone {size['width']}")
    page.keyboard.press("Enter")
    expect(message(page, f"by keys alone {size['width']}")).to_be_in_viewport()
    page.evaluate("document.activeElement.blur()")
    tab_to(page, "#write-message")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("q")
    expect(page.locator("#write-question")).to_be_focused()
    page.keyboard.type(f"Is it reached by keys at {size['width']}?")
    page.keyboard.press("Enter")
    expect(page.locator(".mine")).to_contain_text(f"keys at {size['width']}?")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("2")
    expect(page.locator("#tab-questions")).to_be_focused()
    tab_to(page, "ul.questions .upvote[aria-disabled=false][aria-pressed=false]")
    page.keyboard.press("Space")
    expect(page.locator("ul.questions .upvote:focus")).to_have_attribute("aria-pressed", "true")


OTHERS = f"""
from datetime import timedelta
from accounts.models import Person
from chat import posts
from conferences.models import Conference
from floor import judging, questions
from live import clock
from sessions import life, sessions
organiser = Person.objects.get(email="{ORGANISER}")
delegate = Person.objects.get(email="p060@demo.example")
coming, over = (
    sessions.schedule(
        actor=organiser,
        host=Conference.objects.get(slug="washington"),
        starts_at=clock.now() + timedelta(hours=1),
        ends_at=clock.now() + timedelta(hours=3),
        texts={{"en": {{"title": title}}}},
    )
    for title in ("An hour to come", "An hour that is over")
)
life.start(actor=organiser, session=over)
posts.post(actor=delegate, session=over, text="Read this afterwards.")
asked = questions.ask(actor=delegate, session=over, text="Is it answered afterwards?")
judging.approve(actor=organiser, session=over, question=asked.pk)
life.end(actor=organiser, session=over)
print(coming.pk, over.pk)
"""


@pytest.fixture(scope="module")
def others(site: Site) -> list[str]:
    """The addresses of a session that is to come and of one that has ended."""
    printed = site.manage("shell", "--verbosity", "0", "-c", OTHERS)
    return [f"/s/{each}/" for each in printed.strip().splitlines()[-1].split()]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, NARROW])
def test_the_room_passes_the_audit_in_every_state(
    visitors: Visitors, windows: Windows, held: str, others: list[str], theme: str, size: Any
) -> None:
    page = windows.open("p039@demo.example", theme=theme, viewport=size)
    found: dict[object, list[str]] = {}
    for address in (*others, held):
        enter(page, address)
        for tab in ("questions", "people", "chat"):
            turn_to(page, tab)
            found[address, tab] = audit(page)
    page.keyboard.press("u")
    page.locator(".chat-log").evaluate("log => { log.scrollTop = 0; }")
    found["paused"] = audit(page)
    page.keyboard.press("?")
    found["keys"] = audit(page)
    page.keyboard.press("Escape")
    page.locator("[data-message] .message-menu").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu")).to_be_visible()
    found["menu"] = audit(page)
    page.keyboard.press("Escape")
    turn_to(page, "questions")
    page.locator("#write-question").focus()
    found["asking"] = audit(page)
    page.context.set_offline(True)
    expect(page.locator("#room-line .line-behind")).to_be_visible()
    found["offline"] = audit(page)
    assert {state: lines for state, lines in found.items() if lines} == {}
