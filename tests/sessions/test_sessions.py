"""Planning: who may, what is refused, and what a change does to translations, roles and hours."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Person
from conferences.models import Conference, Speaker, Track
from groups.models import Group
from kit.bilingual import TranslationState
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from live.epochs import epochs
from sessions import roles, sessions
from sessions.models import Role, RoleName, Session, State
from tests import build

pytestmark = pytest.mark.django_db

BOTH = {
    "en": {"title": "Opening", "abstract": "<p>Welcome<script>x</script></p>"},
    "ru": {"title": "Открытие", "abstract": "<p>Добро пожаловать</p>"},
}


def schedule(actor: Person, host: Conference | Group, **fields: Any) -> Session:
    starts_at = fields.setdefault("starts_at", clock.now() + timedelta(days=1))
    fields.setdefault("ends_at", starts_at + timedelta(hours=1))
    fields.setdefault("texts", BOTH)
    return sessions.schedule(actor=actor, host=host, **fields)


def test_schedule_keeps_both_texts_safe_and_knows_which_is_the_original(
    ada: Person, forum: Conference
) -> None:
    made = schedule(ada, forum, source_language="ru")
    made.refresh_from_db()
    assert (made.title_en, made.title_ru) == ("Opening", "Открытие")
    assert made.abstract_en == "<p>Welcome</p>"
    assert (made.source_language, made.translation_state) == ("ru", TranslationState.TRANSLATED)
    assert (made.state, made.host) == (State.SCHEDULED, forum)


def test_schedule_in_one_language_says_that_the_other_is_missing(
    ada: Person, forum: Conference
) -> None:
    made = schedule(ada, forum, texts={"en": {"title": "Opening", "abstract": ""}})
    assert made.translation_state == TranslationState.MISSING


@pytest.mark.parametrize(
    ("who", "host", "is_allowed"),
    [
        ("ada", "forum", True),
        ("boris", "forum", False),
        ("dmitri", "forum", False),
        ("eve", "forum", False),
        ("ada", "circle", True),
        ("boris", "circle", True),
        ("dmitri", "circle", False),
        ("eve", "circle", False),
    ],
)
def test_who_schedules_where(
    request: pytest.FixtureRequest, who: str, host: str, is_allowed: bool
) -> None:
    actor, place = request.getfixturevalue(who), request.getfixturevalue(host)
    if is_allowed:
        assert schedule(actor, place).host == place
    else:
        with pytest.raises(NotHere):
            schedule(actor, place)
    assert Session.objects.count() == is_allowed


def test_schedule_refuses_what_cannot_be(ada: Person, forum: Conference) -> None:
    now = clock.now()
    elsewhere = Track.objects.create(conference=build.conference("other"), name_en="Other")
    for fields, code, field in (
        ({"texts": {"ru": {"title": "Да", "abstract": ""}}}, "session.untitled", "title_en"),
        ({"starts_at": now, "ends_at": now}, "session.ends_first", "ends_at"),
        ({"track": elsewhere}, "track.elsewhere", "track"),
    ):
        with pytest.raises(Refused) as refused:
            schedule(ada, forum, **fields)
        assert (refused.value.code, refused.value.field) == (code, field)
    assert not Session.objects.exists()


def test_a_changed_original_makes_the_translation_stale_until_somebody_looks(
    ada: Person, forum: Conference
) -> None:
    made = schedule(ada, forum)
    new = {**BOTH, "en": {"title": "Opening words", "abstract": ""}}
    stale = sessions.revise(actor=ada, session=made, texts=new)
    assert stale.translation_state == TranslationState.STALE
    again = sessions.revise(actor=ada, session=made, texts=new)
    assert again.translation_state == TranslationState.STALE
    seen = sessions.revise(actor=ada, session=made, texts=new, is_translation_current=True)
    assert seen.translation_state == TranslationState.TRANSLATED


def test_who_revises(plenary: Session, boris: Person, dmitri: Person, eve: Person) -> None:
    for actor, refusal in ((boris, Forbidden), (dmitri, Forbidden), (eve, NotHere)):
        with pytest.raises(refusal):
            sessions.revise(actor=actor, session=plenary, kind="talk")
    plenary.refresh_from_db()
    assert plenary.kind == ""


def test_the_hours_of_a_session_that_is_over_stay(ada: Person, forum: Conference) -> None:
    ended = build.session(forum, state=State.ENDED)
    later = ended.ends_at + timedelta(hours=1)
    with pytest.raises(Refused, match=r"session\.ended"):
        sessions.revise(actor=ada, session=ended, ends_at=later)
    assert sessions.revise(actor=ada, session=ended, kind="talk").kind == "talk"


def test_speakers_with_an_account_get_the_role_and_lose_it_when_no_longer_named(
    ada: Person, clara: Person, dmitri: Person, forum: Conference
) -> None:
    session = build.session(forum, state=State.SCHEDULED)
    by_hand = build.role(dmitri, session, RoleName.SPEAKER)
    known = Speaker.objects.create(conference=forum, name_en="Clara", person=clara)
    guest = Speaker.objects.create(conference=forum, name_en="Guest")
    before = epochs([clara.pk])[clara.pk]
    sessions.set_speakers(actor=ada, session=session, speakers=[guest, known])
    assert [row.speaker.name_en for row in session.speaking.all()] == ["Guest", "Clara"]
    assert session.roles.filter(person=clara, name=RoleName.SPEAKER).exists()
    sessions.set_speakers(actor=ada, session=session, speakers=[guest])
    assert list(session.roles.all()) == [by_hand]
    assert epochs([clara.pk])[clara.pk] == before + 2


def test_a_speaker_of_another_conference_does_not_speak_here(ada: Person, plenary: Session) -> None:
    other = Speaker.objects.create(conference=build.conference("other"), name_en="Other")
    with pytest.raises(Refused, match=r"speaker\.elsewhere"):
        sessions.set_speakers(actor=ada, session=plenary, speakers=[other])


def test_a_role_is_given_by_address_once_and_taken(
    ada: Person, eve: Person, plenary: Session
) -> None:
    for _ in range(2):
        roles.give_role_by_email(
            actor=ada, session=plenary, email=" EVE@people.example", name="moderator"
        )
    assert Role.objects.filter(session=plenary, person=eve).count() == 1
    assert epochs([eve.pk])[eve.pk] == 1
    roles.take_role(actor=ada, session=plenary, person=eve, name="moderator")
    assert epochs([eve.pk])[eve.pk] == 2
    with pytest.raises(Refused, match=r"role\.not_given"):
        roles.take_role(actor=ada, session=plenary, person=eve, name="moderator")


def test_an_address_that_nobody_signs_in_with_is_refused_at_its_field(
    ada: Person, plenary: Session
) -> None:
    with pytest.raises(Refused) as refused:
        roles.give_role_by_email(
            actor=ada, session=plenary, email="nobody@people.example", name="speaker"
        )
    assert (refused.value.code, refused.value.field) == ("person.unknown", "email")


def test_a_moderator_appoints_nobody(boris: Person, dmitri: Person, plenary: Session) -> None:
    with pytest.raises(Forbidden):
        roles.give_role(actor=boris, session=plenary, person=dmitri, name="moderator")
    assert not plenary.roles.filter(person=dmitri).exists()
