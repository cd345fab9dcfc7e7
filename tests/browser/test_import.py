"""A newcomer brings a bilingual spreadsheet of thirty rows to a published agenda: timed and counted.

No page of it needs a script, so the same is done once more in a browser that runs none.
"""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.visiting import Watch, Windows, audit, kept_picture
from tests.sessions import sheets_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

ORGANISER = "organiser@demo.example"
FIGURES = Path(settings.BASE_DIR) / "build" / "import.json"


@dataclass
class Hand:
    """What a person does with a page, counted."""

    page: Page
    did: Counter[str] = field(default_factory=Counter)

    def click(self, where: Locator) -> None:
        self.did["clicks"] += 1
        where.click()

    def write(self, label: str, text: str) -> None:
        self.did["fields"] += 1
        self.page.get_by_label(label).fill(text)

    def choose(self, label: str, value: str) -> None:
        self.did["fields"] += 1
        self.page.get_by_label(label).select_option(value)

    def give(self, label: str, name: str, content: bytes) -> None:
        self.did["fields"] += 1
        file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
        self.page.get_by_label(label).set_input_files(file)


def bring_in(hand: Hand, title: str, content: bytes, *, name: str = "programme.xlsx") -> None:
    """Go from the desk to a published agenda, as the pages lead."""
    page = hand.page
    page.goto("/desk/")
    hand.click(page.get_by_role("link", name="Import a programme"))
    hand.give("File", name, content)
    hand.click(page.get_by_role("button", name="Upload"))
    expect(page.get_by_role("heading", name="What is in the file?")).to_be_visible(timeout=30_000)
    kept_picture(page, f"import-choices-{title}")
    hand.write("Title in English", title)
    hand.write("Title in Russian", "Форум двоих")
    hand.choose("Time zone", "Europe/Moscow")
    hand.click(page.get_by_role("button", name="Show what it will do"))
    expect(page.get_by_role("heading", name="This is what it will do")).to_be_visible(
        timeout=30_000
    )
    kept_picture(page, f"import-ready-{title}")
    hand.click(page.get_by_role("button", name="Import 30 sessions"))
    expect(page.get_by_role("heading", name="The programme is imported")).to_be_visible(
        timeout=30_000
    )
    kept_picture(page, f"import-done-{title}")
    hand.click(page.get_by_role("link", name="See the agenda"))
    expect(page.get_by_role("link", name="Session 2", exact=True)).to_be_visible()


def test_a_newcomer_publishes_thirty_rows_in_both_languages(windows: Windows) -> None:
    page = windows.open(ORGANISER, language="en")
    watch = Watch(windows.visitors.site.url).on(page)
    hand = Hand(page)
    began = time.monotonic()
    bring_in(hand, "Forum by hand", sheets_of.xlsx(sheets_of.bilingual()))
    seconds = time.monotonic() - began
    address = page.url
    assert watch.found == []
    assert dict(hand.did) == {"clicks": 5, "fields": 4}
    assert seconds < 60
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps({"seconds": round(seconds, 1), **hand.did}) + "\n")
    stranger = windows.open("", language="ru")
    stranger.goto(address)
    expect(stranger.get_by_text("Сессия 1", exact=True)).to_be_visible()
    expect(stranger.get_by_text("09:00").first).to_be_visible()


def test_the_whole_way_goes_without_a_script(windows: Windows) -> None:
    page = windows.open(ORGANISER, language="en", java_script_enabled=False)
    content = sheets_of.text(sheets_of.bilingual(), ";").encode("cp1251")
    bring_in(Hand(page), "Forum without script", content, name="programme.csv")


def test_pages_of_an_import_are_accessible_and_fit_a_phone(windows: Windows) -> None:
    page = windows.open(ORGANISER, language="en")
    wrong = sheets_of.bilingual(30, C4="soon", D9="later", A12="x" * 500)
    hand = Hand(page)
    found: list[str] = []

    def look(name: str) -> None:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            kept_picture(page, f"import-{name}-{width}")
            found.extend(f"{name}-{width}: {line}" for line in audit(page))
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{name}: wider than {width} px")
        page.set_viewport_size({"width": 1280, "height": 800})

    page.goto("/desk/imports/")
    look("list")
    hand.give("File", "programme.xlsx", sheets_of.xlsx(wrong))
    hand.click(page.get_by_role("button", name="Upload"))
    expect(page.get_by_role("heading", name="What is in the file?")).to_be_visible(timeout=30_000)
    look("choices")
    hand.click(page.get_by_role("button", name="Show what it will do"))
    expect(page.get_by_text("This was not saved yet")).to_be_visible()
    look("choices-refused")
    hand.write("Title in English", "Forum with faults")
    hand.click(page.get_by_role("button", name="Show what it will do"))
    expect(page.get_by_role("heading", name="3 rows are wrong")).to_be_visible(timeout=30_000)
    look("faults")
    hand.click(page.get_by_role("button", name="Import 27 of 30 sessions"))
    expect(page.get_by_text("3 rows were wrong and are left out")).to_be_visible(timeout=30_000)
    look("done")
    hand.click(page.get_by_role("button", name="Take this import back"))
    expect(page.get_by_role("heading", name="The import is taken back")).to_be_visible(
        timeout=30_000
    )
    look("undone")
    assert found == []
