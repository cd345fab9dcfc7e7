"""What people come for most often, done as they do it and counted: presses, keys, and fields to fill."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.moderating import ORGANISER, UNDER_PRESSURE, WAITING
from tests.browser.visiting import Windows, audit, kept_picture
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

CO_CHAIR = "p001@demo.example"

# Plans a meeting of a group to which one member comes by the link of their letter; prints that link.
INVITED = f"""
from datetime import timedelta
from accounts.models import Person
from groups.models import Group
from live import clock
from sessions import life
from sessions.meetings import joining
from sessions.meetings.models import Invitation
from sessions.meetings.plans import plan
chair = Person.objects.get(email="{CO_CHAIR}")
group = Group.objects.get(memberships__person=chair, memberships__role="chair", memberships__ended_at=None)
member = group.memberships.filter(role="member", ended_at=None, person__shown_chosen_at__isnull=False).first().person
held = plan(
    actor=chair, group=group, starts_at=clock.now() + timedelta(minutes=5), minutes=60,
    zone="Europe/Moscow", source_language="en", texts={{"en": {{"title": "The weekly meeting"}}}},
)
life.open_doors(actor=chair, session=held)
invitation, _made = Invitation.objects.get_or_create(session=held, person=member)
print(joining.address_of(Invitation.objects.select_related("person").get(pk=invitation.pk)))
"""


@dataclass
class Counted:
    """A page on which every press of the pointer, every key and every filled field is counted."""

    page: Page
    presses: int = 0
    keys: int = 0
    fields: int = 0

    def press(self, target: Locator) -> None:
        """Press a link or a button."""
        target.click()
        self.presses += 1

    def key(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)
        self.keys += 1

    def fill(self, field: Locator, text: str) -> None:
        """Fill one field."""
        field.fill(text)
        self.fields += 1


def path_of(site: Site, words: str) -> str:
    """Return the last thing that a script printed, as an address of this site."""
    printed = site.manage("shell", "--verbosity", "0", "-c", words).strip().splitlines()[-1]
    return re.sub(r"^https?://[^/]+", "", printed)


def test_from_the_letter_to_the_room_in_two_presses(site: Site, windows: Windows) -> None:
    page = windows.open()
    counted = Counted(page)
    # The link in the letter is the first press.
    page.goto(path_of(site, INVITED))
    counted.presses += 1
    assert audit(page) == []
    counted.press(page.locator("main form button"))
    expect(page.locator("#room-line .line-up")).to_be_visible()
    assert counted.presses <= 2


def test_a_question_is_published_by_one_key(site: Site, windows: Windows) -> None:
    page = windows.open(ORGANISER)
    page.goto(f"/s/{path_of(site, UNDER_PRESSURE)}/console/")
    expect(page.locator(".row-current")).to_have_count(1)
    counted = Counted(page)
    counted.key("a")
    expect(page.locator(".desk-switch button").nth(1)).to_have_text(re.compile(r"\b1$"))
    expect(page.locator(".desk-switch button").nth(0)).to_have_text(
        re.compile(rf"\b{WAITING - 1}$")
    )
    assert counted.keys == 1
    assert counted.presses == 0


def test_the_attendance_report_of_a_conference_in_three_presses(windows: Windows) -> None:
    page = windows.open(ORGANISER)
    page.goto("/")
    counted = Counted(page)
    counted.press(page.get_by_role("navigation").get_by_role("link", name="Desk"))
    assert audit(page) == []
    kept_picture(page, "desk-home")
    row = page.locator("tr", has=page.locator("a[href='/desk/c/moscow-2011/']"))
    counted.press(row.get_by_role("link", name="Attendance"))
    with page.expect_download() as download:
        counted.press(page.get_by_role("link", name="Workbook (XLSX)"))
    assert download.value.suggested_filename.endswith(".xlsx")
    assert counted.presses <= 3


def test_reports_are_exported_by_keys_alone(windows: Windows) -> None:
    page = windows.open(ORGANISER)
    page.goto("/desk/")
    link = page.locator("a[href='/desk/c/moscow-2011/attendance/']")
    reach(page, link)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/desk/c/moscow-2011/attendance/$"))
    for name, kind in (("Workbook (XLSX)", "xlsx"), ("Download as CSV", "csv")):
        reach(page, page.get_by_role("link", name=name))
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert download.value.suggested_filename.endswith(f".{kind}")


def reach(page: Page, target: Locator) -> None:
    """Go by the Tab key alone until what is sought has the focus, and can be seen to have it."""
    target.wait_for()
    for _step in range(200):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            expect(target).to_be_in_viewport()
            return
    raise AssertionError(f"no way by Tab to {target}")


def test_a_group_s_meeting_is_planned_with_one_field(site: Site, windows: Windows) -> None:
    page = windows.open(CO_CHAIR)
    page.goto(path_of(site, GROUP))
    counted = Counted(page)
    counted.press(page.get_by_role("link", name="Plan a meeting").first)
    counted.fill(page.get_by_label("Title in English"), "On the register")
    counted.press(page.get_by_role("button", name="Check the hours"))
    expect(page.locator("#preview")).to_be_visible()
    assert audit(page) == []
    counted.press(page.get_by_role("button", name="Plan and invite"))
    expect(page.locator("main")).to_contain_text("On the register")
    assert counted.fields <= 6
    assert (counted.fields, counted.presses) == (1, 3)


GROUP = f"""
from groups.models import Group
group = Group.objects.get(memberships__person__email="{CO_CHAIR}", memberships__role="chair", memberships__ended_at=None)
print(f"/g/{{group.slug}}/")
"""


def test_what_an_organiser_does_daily_is_two_presses_from_the_desk(windows: Windows) -> None:
    page = windows.open(ORGANISER)
    for words in ("Attendance", "People", "Agenda", "Rooms and tracks", "Settings"):
        page.goto("/desk/")
        row = page.locator("tr", has=page.locator("a[href='/desk/c/washington/']"))
        row.get_by_role("link", name=words, exact=True).click()
        expect(page.locator("h1")).to_be_visible()
        assert audit(page) == [], words
    page.goto("/desk/")
    page.locator("main").get_by_role("link", name="Mail", exact=True).click()
    expect(page.locator("h1")).to_have_text("Mail that did not arrive")
    assert audit(page) == []
