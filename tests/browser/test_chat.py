"""The chat in browsers: reply, edit, take back, react, moderate, read back, search, by hand and by keyboard."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.chatting import choose, message, react, reaction
from tests.browser.visiting import (
    NARROW,
    Visitors,
    Windows,
    audit,
    enter,
    kept_picture,
    said,
    write,
)
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

ORGANISER = "organiser@demo.example"
# The slice holds the latest 12; thirty of these are earlier.
MESSAGES = 42

LONG_TALK = f"""
from datetime import timedelta
from accounts.models import Person
from chat import posts
from conferences.models import Conference
from live import clock
from sessions import life, sessions
organiser = Person.objects.get(email="{ORGANISER}")
talker = Person.objects.get(email="p060@demo.example")
held = sessions.schedule(
    actor=organiser,
    host=Conference.objects.get(slug="washington"),
    starts_at=clock.now(),
    ends_at=clock.now() + timedelta(hours=3),
    texts={{"en": {{"title": "A long talk"}}}},
)
life.start(actor=organiser, session=held)
for number in range(1, {MESSAGES + 1}):
    posts.post(actor=talker, session=held, text=f"thought number {{number}}.")
print(held.pk)
"""


@pytest.fixture(scope="module")
def talk(site: Site) -> str:
    """The address of a session in which much has been said already."""
    printed = site.manage("shell", "--verbosity", "0", "-c", LONG_TALK)
    return f"/s/{printed.strip().splitlines()[-1]}/"


def refusing(page: Page, command: str, words: str) -> None:
    """Put a server between that refuses one command."""

    def pass_on(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def from_page(frame: str | bytes) -> None:
            told = json.loads(frame)
            if told.get("name") == command:
                refusal = {"id": told["id"], "ok": False, "code": "refused", "text": words}
                socket.send(json.dumps(refusal))
            else:
                server.send(frame)

        socket.on_message(from_page)

    page.route_web_socket(re.compile("/live/"), pass_on)


def inside(windows: Windows, talk: str, *people: str) -> list[Page]:
    """Return the windows of people in the room."""
    pages = [windows.open(f"{each}@demo.example") for each in people]
    for page in pages:
        enter(page, talk)
    return pages


def test_a_reply_leads_to_what_it_answers(windows: Windows, talk: str) -> None:
    reader, answerer = inside(windows, talk, "p051", "p052")
    asked = f"thought number {MESSAGES - 40}."
    answerer.get_by_role("button", name="Earlier messages").click()
    choose(answerer, asked, "Reply")
    box = answerer.locator("#write-message")
    expect(box).to_be_focused()
    expect(answerer.locator(".composer-strip")).to_contain_text(asked)
    box.press("Escape")
    expect(answerer.locator(".composer-strip")).to_have_count(0)

    choose(answerer, asked, "Reply")
    write(answerer, "The archive does.")
    expect(answerer.locator(".composer-strip")).to_have_count(0)
    quote = message(reader, "The archive does.").locator(".quote")
    # What is answered has not come to this reader yet: the way to it brings it.
    expect(quote).to_contain_text("In reply to an earlier message")
    expect(message(reader, asked)).to_have_count(0)
    quote.focus()
    quote.press("Enter")
    expect(message(reader, asked)).to_have_class(re.compile("message-marked"))
    expect(message(reader, asked)).to_be_focused()
    expect(message(reader, asked)).to_be_in_viewport()
    expect(quote).to_contain_text(asked)


def test_a_reply_begun_outlives_a_reload(windows: Windows, talk: str) -> None:
    (page,) = inside(windows, talk, "p053")
    choose(page, f"thought number {MESSAGES}.", "Reply")
    page.keyboard.type("Half a")
    page.reload()
    expect(page.locator("#write-message")).to_have_value("Half a")
    expect(page.locator(".composer-strip")).to_contain_text(f"thought number {MESSAGES}.")


def test_an_edit_and_a_deletion_are_seen_by_both(windows: Windows, talk: str) -> None:
    author, reader = inside(windows, talk, "p054", "p055")
    write(author, "The regster is open.")
    expect(said(reader, "The regster is open.")).to_be_visible()
    node = message(reader, "The regster is open.").element_handle()
    author.locator("#write-message").press("ArrowUp")
    box = author.get_by_label("Edit your message")
    expect(box).to_be_focused()
    expect(box).to_have_value("The regster is open.")
    box.press("Escape")
    expect(box).to_have_count(0)

    author.locator("#write-message").press("ArrowUp")
    box.fill("The register is open.")
    box.press("Enter")
    for page in (author, reader):
        expect(said(page, "The register is open.")).to_be_visible()
        expect(message(page, "The register is open.")).to_contain_text("edited at")
        expect(said(page, "regster")).to_have_count(0)

    choose(author, "The register is open.", "Delete…")
    expect(author.get_by_role("button", name="Cancel")).to_be_focused()
    author.get_by_role("button", name="Delete", exact=True).click()
    for page in (author, reader):
        expect(page.get_by_text("This message was deleted.").last).to_be_visible()
        expect(page.get_by_text("The register is open.")).to_have_count(0)
    assert node is not None
    assert node.evaluate("node => node.isConnected"), "the message was drawn anew"


def test_a_refused_edit_keeps_the_typed_text(windows: Windows, talk: str) -> None:
    page = windows.open("p056@demo.example")
    refusing(page, "message.edit", "The five minutes are over.")
    enter(page, talk)
    write(page, "as it was")
    expect(message(page, "as it was")).to_be_visible()
    page.locator("#write-message").press("ArrowUp")
    box = page.get_by_label("Edit your message")
    box.fill("as it should be")
    box.press("Enter")
    expect(box).to_have_value("as it should be")
    expect(page.locator(".edit-form [role=alert]")).to_have_text("The five minutes are over.")
    box.press("Escape")
    expect(said(page, "as it was")).to_be_visible()


def test_an_edit_made_offline_waits_for_the_line(windows: Windows, talk: str) -> None:
    author, reader = inside(windows, talk, "p057", "p058")
    write(author, "before the lift")
    expect(said(reader, "before the lift")).to_be_visible()
    author.context.set_offline(True)
    expect(author.locator("#room-line")).to_contain_text("offline since")
    author.locator("#write-message").press("ArrowUp")
    author.get_by_label("Edit your message").fill("in the lift")
    author.keyboard.press("Enter")
    expect(message(author, "in the lift")).to_contain_text("waiting for the line")
    author.context.set_offline(False)
    expect(said(reader, "in the lift")).to_be_visible()
    expect(message(author, "in the lift").locator(".message-fate")).to_have_count(0)


def test_a_moderator_hides_a_message_and_shows_it_again(windows: Windows, talk: str) -> None:
    moderator = windows.open(ORGANISER)
    (author,) = inside(windows, talk, "p061")
    enter(moderator, talk)
    write(author, "Buy my carpets")
    choose(moderator, "Buy my carpets", "Hide…")
    expect(moderator.get_by_label("Reason, for the moderators")).to_be_focused()
    moderator.keyboard.type("advertising")
    moderator.keyboard.press("Enter")
    expect(author.get_by_text("A moderator has hidden this message.")).to_be_visible()
    expect(author.get_by_text("Buy my carpets")).to_have_count(0)
    expect(author.locator("#tool-hidden")).to_have_count(0)

    moderator.locator("#tool-hidden").click()
    hidden = moderator.locator(".hidden-list li", has_text="Buy my carpets")
    expect(hidden).to_contain_text("Helen Marsh")
    expect(hidden).to_contain_text("advertising")
    hidden.get_by_role("button", name="Show again").click()
    expect(moderator.get_by_text("No message is hidden.")).to_be_visible()
    expect(said(author, "Buy my carpets")).to_be_visible()
    moderator.keyboard.press("Escape")


def test_reactions_are_counted_for_both(windows: Windows, talk: str) -> None:
    first, second = inside(windows, talk, "p062", "p063")
    write(first, "Let us publish the answers")
    for page in (first, second):
        react(page, "Let us publish the answers", "Agree")
    for page in (first, second):
        button = reaction(page, "Let us publish the answers")
        expect(button).to_have_accessible_name("Agree: 2, you too")
        expect(button).to_have_attribute("aria-pressed", "true")
    reaction(second, "Let us publish the answers").click()
    expect(reaction(first, "Let us publish the answers")).to_have_accessible_name(
        "Agree: 1, you too"
    )
    expect(reaction(second, "Let us publish the answers")).to_have_accessible_name("Agree: 1")
    expect(reaction(second, "Let us publish the answers")).to_have_attribute(
        "aria-pressed", "false"
    )


def test_a_refused_reaction_goes_back_with_the_servers_words(windows: Windows, talk: str) -> None:
    page = windows.open("p064@demo.example")
    refusing(page, "message.react", "Not just now.")
    enter(page, talk)
    react(page, f"thought number {MESSAGES - 1}.", "Heart")
    item = message(page, f"thought number {MESSAGES - 1}.")
    expect(item.get_by_role("alert")).to_have_text("Not just now.")
    expect(item.locator("button.reaction")).to_have_count(0)


def test_a_notice_stands_above_the_chat(windows: Windows, talk: str) -> None:
    moderator = windows.open(ORGANISER)
    (reader,) = inside(windows, talk, "p065")
    enter(moderator, talk)
    choose(moderator, f"thought number {MESSAGES - 2}.", "Pin above the chat")
    notice = reader.get_by_role("region", name="Notice")
    expect(notice).to_contain_text(f"thought number {MESSAGES - 2}.")
    spoken = reader.locator(".sr-only[role=status]")
    expect(spoken).to_contain_text(f"Notice: thought number {MESSAGES - 2}.")

    moderator.locator("#tool-notice").click()
    moderator.keyboard.type("Lunch is at one.")
    moderator.get_by_role("button", name="Pin", exact=True).click()
    expect(notice).to_contain_text("Lunch is at one.")
    expect(moderator.locator("#tool-notice")).to_be_focused()
    notice.get_by_role("button").first.click()
    expect(notice.get_by_role("button").first).to_have_attribute("aria-expanded", "false")
    expect(notice.get_by_role("button").first).to_have_text("Lunch is at one.")

    moderator.get_by_role("button", name="Take down").click()
    expect(notice).to_have_count(0)


def test_older_messages_come_in_above_what_is_read(windows: Windows, talk: str, site: Site) -> None:
    (page,) = inside(windows, talk, "p066")
    log = page.get_by_role("log")
    log.evaluate("log => log.scrollTo(0, 0)")
    first = page.locator("li.message").first
    said_first = str(first.locator(".said").text_content())
    kept = page.locator(f"#{first.get_attribute('id')} .said")
    before = kept.bounding_box()
    page.get_by_role("button", name="Earlier messages").click()
    expect(page.get_by_text("This is where the conversation begins.")).to_be_attached()
    after = kept.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) <= 1, f"{said_first} moved"
    expect(said(page, "thought number 1.")).to_have_count(1)

    token = site.tokens(ORGANISER)[ORGANISER]
    oldest = page.locator("li.message", has=page.locator(".said", has_text="thought number 3."))
    command = {
        "id": "6f1f6d7e-3f0a-4a37-9d2f-0c3b6c0a9b11",
        "name": "message.delete",
        "data": {"message": oldest.get_attribute("data-message")},
    }
    site.ask(f"/api/v1/sessions/{talk.split('/')[2]}/commands/", token, command)
    expect(said(page, "thought number 3.")).to_have_count(0)


def test_a_search_finds_what_is_not_loaded_and_leads_there(windows: Windows, talk: str) -> None:
    (page,) = inside(windows, talk, "p067")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("NUMBER 17.")
    page.keyboard.press("Enter")
    hit = page.locator(".hits li", has_text="thought number 17.")
    expect(hit.locator("mark")).to_have_text("number 17.")
    hit.get_by_role("button", name="Show in the log").click()
    expect(message(page, "thought number 17.")).to_be_in_viewport()
    expect(message(page, "thought number 17.")).to_have_class(re.compile("message-marked"))

    page.get_by_role("button", name="Search").click()
    page.get_by_role("searchbox").fill("carpenters")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody has said “carpenters” here.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.locator("#tool-search")).to_be_focused()


def test_the_menu_is_worked_by_keyboard_alone(windows: Windows, talk: str) -> None:
    (page,) = inside(windows, talk, "p068")
    press = page.keyboard.press
    write(page, "by hand")
    expect(message(page, "by hand")).to_be_visible()
    page.get_by_role("log").focus()
    press("Tab")
    expect(page.get_by_role("button", name="Earlier messages")).to_be_focused()
    press("Tab")
    button = page.locator(".message-menu").last
    expect(button).to_be_focused()
    press("ArrowUp")
    above = page.locator(".message-menu").nth(-2)
    expect(above).to_be_focused()
    press("Enter")
    expect(above).to_have_attribute("aria-expanded", "true")
    focused: Callable[[], Any] = lambda: page.evaluate(  # noqa: E731
        "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
    )
    assert focused() == "Agree"
    press("End")
    last = focused()
    press("ArrowDown")
    assert focused() == "Agree"
    press("ArrowUp")
    assert focused() == last
    press("Escape")
    expect(above).to_be_focused()
    expect(page.get_by_role("menu")).to_have_count(0)
    press("Enter")
    press("r")
    assert focused() == "Reply"
    press("Enter")
    expect(page.locator("#write-message")).to_be_focused()
    expect(page.locator(".composer-strip")).to_be_visible()


def audited_with_its_menu(
    windows: Windows, talk: str, theme: str, feeling: str, **size: Any
) -> Page:
    """Return the page of an organiser whose menu of a message was open when it was audited."""
    page = windows.open(ORGANISER, theme=theme, **size)
    enter(page, talk)
    thought = f"thought number {MESSAGES - 3}."
    react(page, thought, feeling)
    expect(reaction(page, thought).last).to_be_visible()
    choose(page, thought, "Reply")
    page.locator(".message-menu").last.click()
    expect(page.get_by_role("menu")).to_be_visible()
    kept_picture(page, f"chat-menu-{theme}")
    assert audit(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return page


def test_the_chat_passes_the_audit_with_menu_and_search_open(windows: Windows, talk: str) -> None:
    audited_with_its_menu(windows, talk, "light", "Applause")
    page = audited_with_its_menu(windows, talk, "dark", "Laughter", viewport=NARROW, has_touch=True)
    page.keyboard.press("Escape")
    page.locator("#tool-search").click()
    page.get_by_role("searchbox").fill("thought")
    page.keyboard.press("Enter")
    expect(page.locator(".hits mark").first).to_be_visible()
    kept_picture(page, "chat-search")
    assert audit(page) == []


def test_an_ended_session_says_that_it_can_be_read(
    windows: Windows, site: Site, visitors: Visitors
) -> None:
    someone = "p069@demo.example"
    token = site.tokens(someone)[someone]
    ended = site.ask("/api/v1/sessions/?state=ended", token)["results"][0]["id"]
    page = windows.open(someone)
    page.goto(f"/s/{ended}/")
    chat = page.get_by_role("tabpanel", name="Chat")
    ended_words = "This session has ended. What was said can be read, but nothing added."
    expect(chat.get_by_text(ended_words)).to_be_visible()
    expect(page.locator("#write-message")).to_have_count(0)
