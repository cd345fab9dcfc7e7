"""Materials: links that belong to a session."""

from typing import Any
from uuid import uuid4

import pytest

from accounts.deeds import AuditEntry
from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from sessions import materials, queries, sessions
from sessions.models import Material, Session, State
from tests import build

pytestmark = pytest.mark.django_db

SLIDES = "https://files.example/slides.pdf"


def code_of(**given: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        materials.add(**given)
    return refused.value.code, refused.value.field


@pytest.mark.parametrize("state", [State.SCHEDULED, State.LIVE, State.ENDED])
def test_a_link_is_added_and_removed_at_any_hour(
    forum: Conference, ada: Person, state: State
) -> None:
    session = build.session(forum, state=state)
    first = materials.add(actor=ada, session=session, url=f" {SLIDES} ", title_en="Slides")
    second = materials.add(
        actor=ada, session=session, url="http://old.example/", title_ru=" До\u200bклад "
    )
    assert [(row.title.value, row.url) for row in queries.materials_of(session)] == [
        ("Slides", SLIDES),
        ("Доклад", "http://old.example/"),
    ]
    assert (second.source_language, second.translation_state) == ("ru", "missing")
    materials.remove(actor=ada, session=session, material=first.pk)
    assert queries.materials_of(session) == [second]
    acts = sorted(AuditEntry.objects.values_list("act", flat=True))
    assert acts == ["material.add", "material.add", "material.remove"]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"url": SLIDES}, "material.untitled", "title_en"),
        ({"url": SLIDES, "title_en": "\u200b "}, "material.untitled", "title_en"),
        ({"url": SLIDES, "title_ru": "x" * 201}, "material.title_too_long", "title_ru"),
        ({"url": "", "title_en": "A"}, "material.no_address", "url"),
        ({"url": "javascript:alert(1)", "title_en": "A"}, "material.no_address", "url"),
        ({"url": "data:text/html,x", "title_en": "A"}, "material.no_address", "url"),
        ({"url": "ftp://files.example/", "title_en": "A"}, "material.no_address", "url"),
        (
            {"url": "https://a.example/" + "x" * 500, "title_en": "A"},
            "material.address_too_long",
            "url",
        ),
    ],
)
def test_what_cannot_be_a_link_is_refused_at_its_field(
    plenary: Session, boris: Person, given: dict[str, str], code: str, field: str
) -> None:
    assert code_of(actor=boris, session=plenary, **given) == (code, field)
    assert not Material.objects.exists()


def test_a_session_has_a_hundred_at_most(plenary: Session, boris: Person) -> None:
    Material.objects.bulk_create(
        Material(session=plenary, title_en="A", url=SLIDES, added_at=clock.now())
        for _ in range(materials.MOST)
    )
    refusal = code_of(actor=boris, session=plenary, url=SLIDES, title_en="B")
    assert refusal == ("material.too_many", None)


def test_only_moderators_add_and_remove_and_only_of_their_own_session(
    plenary: Session, forum: Conference, boris: Person, dmitri: Person, eve: Person
) -> None:
    elsewhere = Material.objects.create(
        session=build.session(forum), title_en="A", url=SLIDES, added_at=clock.now()
    )
    for person, refusal in ((dmitri, Forbidden), (eve, NotHere)):
        with pytest.raises(refusal):
            materials.add(actor=person, session=plenary, url=SLIDES, title_en="A")
        with pytest.raises(refusal):
            materials.remove(actor=person, session=plenary, material=elsewhere.pk)
    for material in (elsewhere.pk, uuid4()):
        with pytest.raises(NotHere):
            materials.remove(actor=boris, session=plenary, material=material)
    assert list(Material.objects.all()) == [elsewhere]


def test_the_record_of_a_conference_is_public_and_that_of_a_meeting_is_not_unless_said(
    forum: Conference, circle: Group, ada: Person
) -> None:
    hours = build.session(forum)
    planned: dict[str, Any] = {
        "actor": ada,
        "starts_at": hours.starts_at,
        "ends_at": hours.ends_at,
        "texts": {"en": {"title": "Talk"}},
    }
    assert sessions.schedule(host=forum, **planned).is_record_public
    meeting = sessions.schedule(host=circle, **planned)
    assert not meeting.is_record_public
    assert sessions.schedule(host=circle, is_record_public=True, **planned).is_record_public
    sessions.revise(actor=ada, session=meeting, is_record_public=True)
    meeting.refresh_from_db()
    assert meeting.is_record_public
