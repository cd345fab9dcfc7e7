"""A small programme with something in every corner, and the doors through which each of the cast asks.

The forum is public, the closed conference is for its confirmed participants. Boris moderates the
forum's plenary and workshop and co-chairs the circle, Clara speaks at the plenary and takes part in
the closed conference, Dmitri takes part in the forum and belongs to the circle. Frank was declined
by both conferences and has left the circle. Clara co-chairs the quiet group, whose plan is for its
members; with the circle it has one project and a proposal of another. Eve has nothing but an account. Gleb, whom nobody logs
in as, waits for the forum's confirmation.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from accounts.models import Letter, LetterState, Person
from chat.models import Message
from conferences.models import Conference, RegistrationState
from floor.models import Question
from groups.models import Group
from live import clock
from portal.news import following
from sessions.calendars import addresses
from sessions.importing.uploaded import Reading
from sessions.meetings import joining
from sessions.meetings.models import Invitation
from sessions.models import Material, Release, RoleName, Session, State
from sessions.schedules.imported import Import, ImportState
from tests import build, granting
from tests.matrix import grant_bodies
from tests.matrix.bodies import Body, every_body
from tests.matrix.decided import decided, decided_bodies
from tests.matrix.handed_over import delivery_bodies, handed_over
from tests.matrix.papers import paper_bodies, papers
from tests.matrix.planned import bodies as plan_bodies
from tests.matrix.planned import plans_of
from tests.matrix.recommended import recommendation_bodies, recommended
from tests.matrix.sheets import uploaded
from tests.matrix.told import news_bodies, write_news

T = TypeVar("T")

_HOUR = timedelta(hours=1)

WHO = ("anon", "eve", "frank", "dmitri", "clara", "boris", "ada")


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
        data = None if method == "GET" else self.bodies.get(body, {})
        # A file is sent as a form, by whichever door.
        is_form = any(hasattr(each, "read") for each in (data or {}).values())
        is_json = path.startswith("/api/") and not is_form
        kind = {"content_type": "application/json"} if is_json else {}
        answer: HttpResponse = getattr(self.browser, method.lower())(path, data, **kind)
        return answer

    def admit(self, name: str, person: Person) -> None:
        """Let one more person ask."""
        self.sign_ins[name] = _sign_in(self.browser, person)


def make(
    browser: Client, people: dict[str, Person], forum: Conference, circle: Group, plenary: Session
) -> Scene:
    """Return the scene upon the cast's own forum, circle and plenary."""
    _fill(people, forum)
    made = _of_sessions(people, forum, circle, plenary)
    made |= _of_people(people, forum, circle, made)
    drafts = recommended(people, circle)
    delivered, reply_secret = handed_over(circle, people["boris"])
    of_grants = granting.everything(people | {"gleb": made["gleb"]})
    write_news(people, circle)
    made = joined(
        made,
        _of_imports(people["ada"], forum),
        papers(circle, people, made["gleb"]),
        plans_of(people, circle, made["workshop"]),
        decided(circle, made),
        drafts,
        delivered,
        of_grants,
        {"letter": _given_up(people["dmitri"])},
    )
    places = {name: row.pk for name, row in made.items()} | {"nowhere": uuid4()}
    # An address that is itself the right to read: whoever asks, it answers alike.
    invitation = Invitation.objects.create(session=made["coming"], person=people["dmitri"])
    keys = {
        "dmitris_agenda": _key(addresses.agenda_address(people["dmitri"])),
        "dmitris_circle": _key(addresses.group_address(people["dmitri"], circle)),
        "dmitris_link": _key(joining.address_of(invitation)),
        "dmitris_reply": reply_secret,
        "dmitris_stop": _key(following.address_of(people["dmitri"])),
        "franks_circle": _key(addresses.group_address(people["frank"], circle)),
    }
    sign_ins = {name: _sign_in(browser, person) for name, person in people.items()}
    bodies = joined(
        every_body(places, keys),
        paper_bodies(places),
        plan_bodies(places),
        decided_bodies(),
        recommendation_bodies(places),
        delivery_bodies(places),
        grant_bodies.bodies(of_grants),
        news_bodies(),
    )
    return Scene(browser, sign_ins, places | keys, bodies)


def _given_up(person: Person) -> Letter:
    """Return a letter that the mail server would not take."""
    now = clock.now()
    return Letter.objects.create(
        person=person,
        key="given-up",
        subject="News",
        body="It is moved.",
        language="en",
        state=LetterState.FAILED,
        written_at=now,
        next_at=now,
    )


def joined(*parts: Mapping[str, T]) -> dict[str, T]:
    """Return all parts as one; a name in two of them would stand for one thing here, another there."""
    twice = [name for name, number in Counter(chain(*parts)).items() if number > 1]
    if twice:
        msg = f"these names are given twice: {twice}"
        raise ValueError(msg)
    return {name: each for part in parts for name, each in part.items()}


def _fill(people: dict[str, Person], forum: Conference) -> None:
    """Put in what no address names by its own key."""
    build.person("Demonstrator", is_demonstration=True)
    released = {"name": "1.0", "number": 1, "released_at": clock.now() - _HOUR, "sessions": 1}
    Release.objects.create(conference=forum, snapshot=[], changes=[], **released)
    closed = build.conference("closed", is_public=False)
    build.registration(people["clara"], closed)
    build.registration(people["frank"], closed, state=RegistrationState.DECLINED)


def _of_sessions(
    people: dict[str, Person], forum: Conference, circle: Group, plenary: Session
) -> dict[str, Any]:
    """Make sessions and meetings of every age; nobody is invited to the untold one."""
    closed, now = Conference.objects.get(slug="closed"), clock.now()
    ahead = {"state": State.SCHEDULED}
    made = {
        "plenary": plenary,
        "workshop": build.session(forum, title="Workshop", starts_at=now + _HOUR, **ahead),
        "concluded": build.session(
            forum, title="Concluded", state=State.ENDED, starts_at=now - _HOUR
        ),
        "retreat": build.session(closed, title="Retreat"),
        "meeting": build.session(circle, title="Meeting"),
        "coming": build.session(circle, title="Coming", starts_at=now + 2 * _HOUR, **ahead),
        "untold": build.session(circle, title="Untold", starts_at=now + 4 * _HOUR, **ahead),
    }
    for name in ("workshop", "concluded"):
        build.role(people["boris"], made[name])
    return made


def _of_people(
    people: dict[str, Person], forum: Conference, circle: Group, made: dict[str, Any]
) -> dict[str, Any]:
    """Make what people have said, brought and been given."""
    former = build.member(people["frank"], circle)
    former.ended_at = clock.now()
    former.save()
    gleb, plenary, retreat = build.person("Gleb"), made["plenary"], made["retreat"]
    link = {"title_en": "Slides", "url": "https://files.example/", "added_at": clock.now()}
    said = {"person": gleb, "text": "Then", "lang": "en", "seq": 1, "at": clock.now()}
    asked = {"person": gleb, "text": "When?", "lang": "en", "asked_at": clock.now()}
    return {
        "material": Material.objects.create(session=plenary, **link),
        "material_elsewhere": Material.objects.create(session=retreat, **link),
        "question": Question.objects.create(session=plenary, **asked),
        "message": Message.objects.create(session=plenary, **said),
        "message_elsewhere": Message.objects.create(session=retreat, **said),
        "gleb": gleb,
        "delegate": people["dmitri"],
        "registration": build.registration(gleb, forum, state=RegistrationState.WAITING),
        "role": plenary.roles.get(name=RoleName.SPEAKER),
        "role_elsewhere": build.role(gleb, retreat),
        "dmitris": circle.memberships.get(person=people["dmitri"]),
        "boris": circle.memberships.get(person=people["boris"]),
    }


def _of_imports(ada: Person, forum: Conference) -> dict[str, Any]:
    """Make uploads that wait for Ada, and an import that is done."""
    hour_ago = clock.now() - _HOUR
    return {
        "upload": uploaded(ada, Reading.CHOOSING),
        "compared": uploaded(ada, Reading.READY, report={"sound": 1}),
        "import": Import.objects.create(
            conference=forum, began_at=hour_ago, touched_at=hour_ago, state=ImportState.DONE
        ),
    }


def _key(address: str) -> str:
    return address.split("/")[-2]


def _sign_in(browser: Client, person: Person) -> str:
    browser.cookies.clear()
    browser.force_login(person)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value
