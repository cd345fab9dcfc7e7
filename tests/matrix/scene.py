"""A small programme with something in every corner, and the doors through which each of the cast asks.

The forum is public, the closed conference is for its confirmed participants. Boris moderates the
forum's plenary and workshop and co-chairs the circle, Clara speaks at the plenary and takes part in
the closed conference, Dmitri takes part in the forum and belongs to the circle. Frank was declined
by both conferences and has left the circle; Eve has nothing but an account. Gleb, whom nobody logs
in as, waits for the forum's confirmation.
"""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client

from accounts.models import Person
from chat.models import Message
from conferences.models import Conference, RegistrationState
from floor.models import Question
from groups.models import Group
from live import clock
from sessions import queries
from sessions.calendars import addresses
from sessions.importing import jobs as import_jobs
from sessions.importing.uploaded import ImportJob, Reading
from sessions.meetings import joining
from sessions.meetings.forms import HoursForm, MeetingForm, MoveForm
from sessions.meetings.models import Invitation
from sessions.models import Material, Release, RoleName, Session, State
from sessions.schedules.imported import Import, ImportState
from tests import build, granting
from tests.matrix import grant_bodies

WHO = ("anon", "eve", "frank", "dmitri", "clara", "boris", "ada")

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """Who asks, what the placeholders of an address stand for, and what a form or a request says."""

    browser: Client
    sign_ins: dict[str, str]
    places: dict[str, UUID | str]
    bodies: dict[str, Body]

    def ask(
        self, name: str, method: str, address: str, body: str = "-", *, is_strict: bool = False
    ) -> HttpResponse:
        """Send a request as one of the cast, from a browser that keeps nothing but the sign-in.

        A strict one wants the token of our own pages in every form.
        """
        self.browser.handler.enforce_csrf_checks = is_strict
        self.browser.cookies.clear()
        if name in self.sign_ins:
            self.browser.cookies[settings.SESSION_COOKIE_NAME] = self.sign_ins[name]
        path = address.format(**self.places)
        kind = {"content_type": "application/json"} if path.startswith("/api/") else {}
        data = None if method == "GET" else self.bodies.get(body, {})
        answer: HttpResponse = getattr(self.browser, method.lower())(path, data, **kind)
        return answer

    def admit(self, name: str, person: Person) -> None:
        """Let one more person ask."""
        self.sign_ins[name] = _sign_in(self.browser, person)


def make(
    browser: Client, people: dict[str, Person], forum: Conference, circle: Group, plenary: Session
) -> Scene:
    """Return the scene upon the cast's own forum, circle and plenary."""
    former = build.member(people["frank"], circle)
    former.ended_at = clock.now()
    former.save()
    closed = build.conference("closed", is_public=False)
    build.registration(people["clara"], closed)
    build.registration(people["frank"], closed, state=RegistrationState.DECLINED)
    gleb = build.person("Gleb")
    build.person("Demonstrator", is_demonstration=True)
    asked = Question.objects.create(
        session=plenary, person=gleb, text="When?", lang="en", asked_at=clock.now()
    )
    workshop = build.session(
        forum, title="Workshop", state=State.SCHEDULED, starts_at=clock.now() + timedelta(hours=1)
    )
    build.role(people["boris"], workshop)
    retreat = build.session(closed, title="Retreat")
    hour_ago = clock.now() - timedelta(hours=1)
    concluded = build.session(forum, title="Concluded", state=State.ENDED, starts_at=hour_ago)
    build.role(people["boris"], concluded)
    coming = build.session(
        circle, title="Coming", state=State.SCHEDULED, starts_at=clock.now() + timedelta(hours=2)
    )
    invitation = Invitation.objects.create(session=coming, person=people["dmitri"])
    released = {"name": "1.0", "number": 1, "released_at": hour_ago, "sessions": 1}
    Release.objects.create(conference=forum, snapshot=[], changes=[], **released)
    link = {"title_en": "Slides", "url": "https://files.example/", "added_at": clock.now()}
    said = {"person": gleb, "text": "Then", "lang": "en", "seq": 1, "at": clock.now()}
    made: dict[str, Model] = {
        "plenary": plenary,
        "workshop": workshop,
        "concluded": concluded,
        "material": Material.objects.create(session=plenary, **link),
        "material_elsewhere": Material.objects.create(session=retreat, **link),
        "retreat": retreat,
        "meeting": build.session(circle, title="Meeting"),
        "coming": coming,
        "question": asked,
        "message": Message.objects.create(session=plenary, **said),
        "message_elsewhere": Message.objects.create(session=retreat, **said),
        "delegate": people["dmitri"],
        "registration": build.registration(gleb, forum, state=RegistrationState.WAITING),
        "role": plenary.roles.get(name=RoleName.SPEAKER),
        "role_elsewhere": build.role(gleb, retreat),
        "dmitris": circle.memberships.get(person=people["dmitri"]),
        "boris": circle.memberships.get(person=people["boris"]),
        "upload": _upload(people["ada"], Reading.CHOOSING),
        "compared": _upload(people["ada"], Reading.READY, report={"sound": 1}),
        "import": Import.objects.create(
            conference=forum, began_at=hour_ago, touched_at=hour_ago, state=ImportState.DONE
        ),
    }
    places = {name: row.pk for name, row in made.items()} | {"nowhere": uuid4()}
    # An address that is itself the right to read: whoever asks, it answers alike.
    keys = {
        "dmitris_agenda": _key(addresses.agenda_address(people["dmitri"])),
        "dmitris_circle": _key(addresses.group_address(people["dmitri"], circle)),
        "dmitris_link": _key(joining.address_of(invitation)),
        "franks_circle": _key(addresses.group_address(people["frank"], circle)),
    }
    sign_ins = {name: _sign_in(browser, person) for name, person in people.items()}
    grants = granting.everything(people | {"gleb": gleb})
    places |= {name: row.pk for name, row in grants.items()}
    bodies = _bodies(places, keys) | grant_bodies.bodies(grants)
    return Scene(browser, sign_ins, places | keys, bodies)


def _key(address: str) -> str:
    return address.split("/")[-2]


_SHEET = b"Title,Date,Start,Minutes\nTalk,2031-05-01,10:00,30\n"


class _Sheet(BytesIO):
    """A file that can be sent as often as one likes."""

    name = "programme.csv"

    def read(self, _size: int | None = -1, /) -> bytes:
        return _SHEET


def _upload(ada: Person, state: Reading, **more: Any) -> ImportJob:
    """Return an upload of Ada's that waits for her."""
    job = import_jobs.upload(actor=ada, name=_Sheet.name, content=_SHEET)
    fields = ("Title", "Date", "Start", "Minutes")
    job.sketch = {
        "layout": {"sheet": "", "heading": 1, "encoding": "utf-8", "separator": ","},
        "names": [],
        "columns": [
            {"place": place, "heading": name, "samples": []} for place, name in enumerate(fields)
        ],
        "chosen": {str(place): name.lower() for place, name in enumerate(fields)},
        "sessions": 1,
    }
    job.state = state
    for name, value in more.items():
        setattr(job, name, value)
    job.save()
    return job


def _sign_in(browser: Client, person: Person) -> str:
    browser.cookies.clear()
    browser.force_login(person)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def _checked(form: type[HoursForm], **said: str) -> Body:
    """Return hours as they are sent once everyone's have been shown."""
    filled = form(said)
    filled.is_valid()
    return {**said, "checked": filled.mark}


def _bodies(places: dict[str, UUID], keys: dict[str, str]) -> dict[str, Body]:
    hours = {"starts_at": "2031-05-01T10:00", "ends_at": "2031-05-01T11:00"}
    conference = {
        "title_en": "Renamed",
        "source_language": "en",
        "zone": "UTC",
        "starts_on": "2031-05-01",
        "ends_on": "2031-05-02",
    }
    session = {"title_en": "Planned", "source_language": "en", **hours}
    wall = {"date": "2031-05-01", "time": "10:00", "minutes": "60", "zone": "UTC"}
    meeting = {"title_en": "Planned", "repeat": "once", **wall}
    return {
        "profile": {"name": "Renamed", "language": "en", "zone": "UTC", "shown_as": "delegate"},
        "renamed": {"name": "Renamed"},
        "known_address": {"email": "gleb@people.example"},
        "code": {"code": "12345678"},
        "newcomer": {
            "email": "new@people.example",
            "name": "Newcomer",
            "country": "US",
            "language": "en",
            "zone": "UTC",
        },
        "stranger": {"email": "eve@people.example"},
        "demonstrator": {"email": "demonstrator@people.example"},
        "attending": {"organisation_name": "Roots", "attending": "hall", "is_listed": True},
        "upload": {"file": _Sheet()},
        "choices": {
            "conference": "forum",
            **{f"column_{place}": name for place, name in enumerate(("title", "date", "start"))},
            "column_3": "minutes",
        },
        "layout": {"layout-heading": "1", "layout-encoding": "utf-8", "layout-separator": ","},
        "seen": {"seen": "0"},
        "confirmed": {"decision": "confirm", "registration": str(places["registration"])},
        "reason": {"reason": "No seats left"},
        "conference": conference,
        "new_conference": {"slug": "next", **conference},
        "session": session,
        "meeting_plan": {"zone": "UTC", **session},
        "hours": {**meeting, "check": "1"},
        "new_meeting": {**_checked(MeetingForm, **meeting), "plan": "1"},
        "other_hours": {**_checked(MoveForm, **wall), "move": "1"},
        "dmitris_link": {"key": keys["dmitris_link"]},
        "star": {"star": str(places["plenary"])},
        "hidden_star": {"star": str(places["retreat"])},
        "release": {"name": "2.0", "source_language": "en"},
        "role": {"email": "gleb@people.example", "name": "participant"},
        "admission": {"email": "gleb@people.example", "role": "member"},
        "dmitris_membership": {"membership": str(places["dmitris"])},
        "boris_membership": {"membership": str(places["boris"])},
        "listed": {"is_listed": "on"},
        "russian": {"language": "ru"},
        "correction": {
            "email": "dmitri@people.example",
            "was_there": "yes",
            "starts_at": "2001-01-01T00:00",
            "ends_at": "2101-01-01T00:00",
            "reason": "The line of the hall was down",
        },
        "message": {"name": "message.post", "text": "Good morning"},
        "reply": {
            "name": "message.post",
            "text": "Good morning",
            "reply": str(places["message"]),
            "next": f"/s/{places['plenary']}/chat/{places['message']}/",
        },
        "hiding": {"name": "message.hide", "message": str(places["message"])},
        "deletion": {"name": "message.delete", "message": str(places["message"])},
        "question": {"text": "By when?", "naming": "named"},
        "unnamed_question": {"text": "By when?", "naming": "unnamed"},
        "approval": {"name": "question.approve", "question": str(places["question"])},
        "removal": {"name": "person.remove", "person": str(places["delegate"])},
        "agenda": {
            "do": "save",
            "seen": queries.mark_of([]),
            "count": "1",
            "items-0-title_en": "Welcome",
            "items-0-minutes": "10",
        },
        "stage": {"stage-kind": "link", "stage-url": "https://meet.example/plenary"},
        "link": {"material-title_en": "Paper", "material-url": "https://files.example/paper"},
        "as_a_delegate": {"shown_as": "delegate"},
        "we_are_three": {"name": "screen.declare", "heads": "3", "names": "Anna\r\nVera"},
        "message_frame": _frame("message.post", text="Good morning"),
        "approval_frame": _frame("question.approve", question=str(places["question"])),
    }


def _frame(name: str, **data: str) -> Body:
    return {"id": str(uuid4()), "name": name, "data": data}
