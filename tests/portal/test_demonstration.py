"""The demonstration: whole, live on any day, loaded once however often it is loaded."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts.models import Organisation, Person, Programme, Side
from accounts.programmes import side_of
from attendance import corrections
from attendance.sheets import sheet
from chat.models import Message
from conferences.models import Conference, Registration, RegistrationState
from floor.models import Question, Upvote
from grants.models import Mandate
from groups.models import Group, GroupRole, Membership
from kit.bilingual import TranslationState
from kit.refusals import Refused
from kit.rules import allows
from live.models import Event, EventBody, Lease
from portal.demonstration import is_wanted, sign_ins
from portal.demonstration.loading import load
from records.decisions.models import ActionChange, Decision, Wording
from records.deliveries.models import Delivery
from records.recommendations.models import Version
from records.trail.reading import trail
from sessions.meetings.models import Invitation, Series
from sessions.models import Release, Role, Session, Speaking, State
from tests import build

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
MODELS = (
    Organisation,
    Person,
    Side,
    Conference,
    Registration,
    Group,
    Membership,
    Session,
    Role,
    Speaking,
    Lease,
    Message,
    Question,
)


def sizes() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in MODELS}


def plenary() -> Session:
    return Session.objects.get(title_en="Plenary: from recommendations to policy")


def test_demonstration_names_the_programme_and_its_sides() -> None:
    load()
    programme = Programme.objects.get()
    assert programme.short_name == "CSPP"
    assert programme.translation_state == TranslationState.TRANSLATED
    assert [side.code for side in programme.sides.all()] == ["us", "ru"]


def test_everybody_is_made_up_and_marked_so() -> None:
    load()
    assert Person.objects.count() == 103
    assert not Person.objects.exclude(email__endswith="@demo.example").exists()
    assert not Person.objects.filter(is_demonstration=False).exists()
    assert not any(person.has_usable_password() for person in Person.objects.all()[:3])


def test_delegates_are_balanced_over_two_countries_and_nine_zones() -> None:
    load()
    delegates = Person.objects.filter(email__regex=r"^p\d{3}@")
    assert Counter(str(p.country.code) for p in delegates) == {"US": 50, "RU": 50}
    assert len({p.zone for p in delegates}) == 9
    assert {p.shown_as for p in delegates} == {"named", "pseudonym", "delegate"}


def test_each_of_eleven_groups_has_a_co_chair_of_each_side() -> None:
    load()
    assert Group.objects.count() == 11
    for group in Group.objects.all():
        chairs = group.memberships.filter(role=GroupRole.CHAIR).select_related("person")
        sides = [side_of(chair.person.country.code) for chair in chairs]
        assert sorted(side.code for side in sides if side) == ["ru", "us"]


def test_past_conference_was_in_moscow_and_all_of_it_is_ended() -> None:
    load()
    past = Conference.objects.get(slug="moscow-2011")
    assert {session.state for session in past.sessions.all()} == {State.ENDED}
    assert past.sessions.count() == 14
    first = past.sessions.earliest("starts_at")
    assert first.starts_at == datetime(2011, 11, 14, 6, 0, tzinfo=UTC)


def test_texts_are_original_in_both_languages_and_some_are_stale_or_missing() -> None:
    load()
    found = set(Session.objects.values_list("source_language", "translation_state"))
    assert found == {
        ("en", "translated"),
        ("en", "stale"),
        ("en", "missing"),
        ("ru", "translated"),
        ("ru", "stale"),
    }


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_present_conference_goes_on_at_any_hour(hour: int) -> None:
    now = NOON.replace(hour=hour, minute=7)
    load(now)
    present = Conference.objects.get(slug="washington")
    live = present.sessions.filter(state=State.LIVE)
    assert live.count() == 2
    assert all(s.starts_at <= now - timedelta(minutes=5) and s.ends_at > now for s in live)
    assert plenary().ends_at >= now + timedelta(hours=5, minutes=50)
    assert all(s.ends_at < now for s in present.sessions.filter(state=State.ENDED))
    soon = present.sessions.get(state=State.OPEN)
    assert now < soon.starts_at <= now + timedelta(minutes=15)
    days = {s.starts_at.astimezone(ZoneInfo(present.zone)).date() for s in present.sessions.all()}
    assert min(days) >= present.starts_on
    assert max(days) <= present.ends_on


def test_delegates_and_participant_may_enter_what_is_live_and_moderator_moderates() -> None:
    load()
    session = plenary()
    for name in ("p001", "p100", "participant", "moderator", "organiser"):
        person = Person.objects.get(email=f"{name}@demo.example")
        assert allows("sessions.participate", person, session)
    moderator = Person.objects.get(email="moderator@demo.example")
    assert allows("sessions.moderate", moderator, session)
    assert not allows("sessions.moderate", person_of("participant"), session)


def person_of(name: str) -> Person:
    return Person.objects.get(email=f"{name}@demo.example")


def test_one_group_meets_now_and_the_others_will() -> None:
    load()
    meetings = Session.objects.filter(group__isnull=False, occurrence=None)
    assert Counter(meeting.state for meeting in meetings) == {
        "ended": 1,
        "live": 1,
        "scheduled": 10,
    }


def test_what_was_decided_has_a_quorum_and_its_open_actions_stand_in_the_next_meeting() -> None:
    for _ in range(2):
        load()
    numbers = list(Decision.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 7))
    meeting = Session.objects.get(group__isnull=False, state=State.ENDED)
    assert [each.is_quorate for each in meeting.decisions.all()] == [True, True]
    going_on = Session.objects.get(group=meeting.group, state=State.LIVE)
    assert list(going_on.carried.values_list("action__state", flat=True)) == ["open", "open"]


def test_first_recommendation_has_its_whole_way(client: Client) -> None:
    load()
    version = Version.objects.get(recommendation__number=1)
    told = trail(AnonymousUser(), version)
    decided, same, asked = told.points
    (taken,) = decided.decisions
    assert taken == same.decisions[0]
    assert (taken.is_quorate, taken.sources[0].supporters) == (True, 9)
    assert taken.moment.at is not None
    assert taken.moment.at < version.adopted_at
    assert (asked.sources[0].kind, asked.sources[0].supporters) == ("question", 7)
    assert [way.standing.value for way in told.ways].count("answered") == 2
    assert len(told.endorsed_by) == 4
    page, anchor = taken.moment.url.split("#")
    assert f'id="{anchor}"' in client.get(page).content.decode()
    made = Delivery.objects.values_list("recorded_at__year", flat=True)
    assert set(made) == {2011}
    count = load()
    assert count.created == 0


def test_one_group_has_a_series_to_which_its_members_are_invited() -> None:
    for _ in range(2):
        load()
    series = Series.objects.get()
    assert (series.group.slug, series.occurrences.count()) == ("community-development", 6)
    members = series.group.memberships.filter(ended_at=None).count()
    assert Invitation.objects.count() == 6 * members


def test_some_registrations_wait_for_the_organiser() -> None:
    load()
    coming = Conference.objects.get(slug="moscow-third")
    assert coming.is_open_for_registration
    states = Counter(coming.registrations.values_list("state", flat=True))
    assert states == {RegistrationState.WAITING: 7, RegistrationState.CONFIRMED: 10}


def test_live_plenary_has_a_few_words_and_a_question_for_the_moderator() -> None:
    load()
    assert Message.objects.filter(session=plenary()).count() == 3
    asked = Question.objects.filter(session=plenary())
    assert Counter(asked.values_list("state", flat=True)) == {"open": 2, "waiting": 1}


def test_ended_sessions_have_a_sheet_and_nothing_is_made_up_of_the_live_one() -> None:
    load()
    ended = Session.objects.filter(conference__slug="washington", state=State.ENDED)
    assert ended.count() == 5
    assert all(len(sheet(session).lines) == 60 for session in ended)
    assert sheet(plenary()).lines == ()


def test_loading_again_on_the_same_day_changes_nothing() -> None:
    load(NOON)
    before, hours = sizes(), list(Session.objects.values_list("id", "starts_at", "state"))
    count = load(NOON + timedelta(hours=2))
    assert (count.created, count.moved) == (0, 0)
    assert sizes() == before
    assert list(Session.objects.values_list("id", "starts_at", "state")) == hours


def test_loading_on_another_day_moves_what_goes_on() -> None:
    load(NOON)
    before, past = sizes(), list(Session.objects.filter(conference__slug="moscow-2011").values())
    count = load(NOON + timedelta(days=9))
    assert count.created == 0
    assert sizes() == before
    assert plenary().starts_at == NOON + timedelta(days=9, minutes=-20)
    assert plenary().state == State.LIVE
    assert Session.objects.filter(group__isnull=False, state=State.LIVE).count() == 1
    assert list(Session.objects.filter(conference__slug="moscow-2011").values()) == past
    assert Conference.objects.get(slug="washington").ends_on.isoformat() == "2026-12-03"


def test_plenary_that_a_moderator_ended_is_live_again_after_the_next_load() -> None:
    load(NOON)
    Session.objects.filter(pk=plenary().pk).update(state=State.ENDED, ended_at=NOON)
    load(NOON + timedelta(minutes=30))
    assert (plenary().state, plenary().ended_at) == (State.LIVE, None)


def test_what_people_changed_stays() -> None:
    load(NOON)
    Person.objects.filter(email="p001@demo.example").update(name="Somebody Else")
    Group.objects.filter(slug="youth").update(name_en="Young people")
    load(NOON + timedelta(days=2))
    assert person_of("p001").name == "Somebody Else"
    assert Group.objects.get(slug="youth").name_en == "Young people"


def test_next_conference_is_put_off_when_it_has_come() -> None:
    load(NOON)
    first = Conference.objects.get(slug="moscow-third").starts_on
    load(NOON + timedelta(days=30))
    assert Conference.objects.get(slug="moscow-third").starts_on == first
    load(NOON + timedelta(days=200))
    moved = Conference.objects.get(slug="moscow-third")
    assert moved.starts_on > first
    assert {s.starts_at.date() for s in moved.sessions.all()} == {
        moved.starts_on,
        moved.ends_on,
    }


def test_demonstration_never_comes_into_production(settings: Settings) -> None:
    settings.DEMONSTRATION_ALLOWED = False
    with pytest.raises(CommandError, match="production"):
        call_command("demo")
    assert not Person.objects.exists()


def test_demonstration_never_comes_into_another_programme_s_database() -> None:
    build.programme()
    with pytest.raises(Refused) as refused:
        load()
    assert refused.value.code == "demonstration.occupied"
    assert not Person.objects.exists()


def test_command_prints_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo")
    count = json.loads(capsys.readouterr().out)
    assert (count["people"], count["organisations"], count["groups"]) == (103, 24, 11)
    assert (count["conferences"], count["sessions"], count["registrations"]) == (3, 42, 189)


def test_it_is_wanted_where_nobody_is_and_where_it_is(settings: Settings) -> None:
    assert is_wanted()
    load()
    build.person("A visitor who signed up")
    assert is_wanted()
    settings.DEMONSTRATION_ALLOWED = False
    assert not is_wanted()


def test_it_is_not_wanted_beside_a_programme_of_one_s_own() -> None:
    build.programme()
    assert not is_wanted()


def test_it_is_not_wanted_where_somebody_has_begun() -> None:
    build.person("Ada", is_organiser=True)
    assert not is_wanted()


def test_sign_ins_are_nobody_before_it_is_loaded() -> None:
    assert sign_ins() == []


def test_sign_ins_are_people_of_the_demonstration() -> None:
    load()
    addresses = [email for _label, email in sign_ins()]
    assert len(addresses) == 4
    found = Person.objects.filter(email__in=addresses, is_demonstration=True)
    assert sorted(found.values_list("email", flat=True)) == sorted(addresses)


def played() -> list[Session]:
    over = Session.objects.filter(conference__slug="washington", record__isnull=False)
    return list(over.order_by("starts_at"))


def assert_played_in_its_hours(session: Session) -> None:
    told = Event.objects.filter(stream=str(session.live_room))
    facts = list(told.order_by("seq").values_list("name", "at"))
    assert ("session.started", session.started_at) in facts
    assert facts[-1] == ("session.ended", session.ended_at)
    begun = [at for name, at in facts if name == "item.started"]
    assert begun == [run.started_at for run in session.runs.all()]
    assert begun[0] == session.starts_at


def test_two_sessions_that_are_over_were_played_at_their_own_hours_and_left_a_record() -> None:
    load()
    first, second = played()
    for session in (first, second):
        assert_played_in_its_hours(session)
    assert [q.state for q in first.questions.order_by("asked_seq")] == ["answered"] * 2 + ["open"]
    unanswered = first.questions.get(state="open")
    assert unanswered.owner is not None
    assert unanswered.due_on is not None


def test_on_another_day_what_was_played_moves_with_its_session() -> None:
    load(NOON)
    load(NOON + timedelta(days=2))
    assert len(played()) == 2
    for session in played():
        assert session.starts_at > NOON
        assert_played_in_its_hours(session)


def test_live_plenary_is_at_the_first_item_of_its_agenda() -> None:
    load()
    current = plenary().runs.get()
    assert current.ended_at is None
    assert current.item.position == 0
    assert plenary().materials.count() == 2


def test_whoever_wrote_asked_or_supported_was_there_then() -> None:
    load()
    for session in Session.objects.filter(conference__slug="washington", state=State.ENDED):
        acts = [
            *Message.objects.filter(session=session).values_list("person", "at"),
            *Question.objects.filter(session=session).values_list("person", "asked_at"),
            *Upvote.objects.filter(question__session=session).values_list("person", "at"),
        ]
        there = {line.person_id: line.attended for line in sheet(session).lines}
        absent = [
            (person, at)
            for person, at in acts
            if person not in there
            or at is None
            or not any(one.start <= at <= one.end for one in there[person].measured)
        ]
        assert absent == []


def test_on_another_day_what_was_put_right_moves_with_its_session() -> None:
    load(NOON)
    session = Session.objects.filter(conference__slug="washington", state=State.ENDED)[0]
    line = sheet(session).lines[0]
    assert session.started_at is not None
    assert session.ended_at is not None
    corrections.correct(
        actor=Person.objects.get(email="organiser@demo.example"),
        session=session,
        person=Person.objects.get(pk=line.person_id),
        was_there=False,
        starts_at=session.started_at,
        ends_at=session.ended_at,
        reason="Not him",
    )
    load(NOON + timedelta(days=2))
    load(NOON + timedelta(days=3))
    session.refresh_from_db()
    (moved,) = (one for one in sheet(session).lines if one.person_id == line.person_id)
    assert (moved.seconds, moved.counted_seconds) == (line.seconds, 0)


def test_agenda_of_the_conference_to_come_is_released_once_in_both_languages() -> None:
    load(NOON)
    load(NOON)
    release = Release.objects.get()
    assert (release.conference.slug, release.name, release.edition) == ("moscow-third", "1.0", 1)
    assert (bool(release.text_en), release.translation_state) == (True, "translated")


def test_earlier_words_are_out_of_sight_and_something_waits_to_be_confirmed() -> None:
    load()
    assert load().created == 0
    wording = Wording.objects.get(redacted_at__isnull=False)
    change = ActionChange.objects.get(redacted_at__isnull=False)
    assert (wording.was, change.was) == ("", "")
    assert not EventBody.objects.filter(data__contains="Exampleby").exists()
    assert Mandate.objects.get().state == "waiting"
    member = Membership.objects.get(ended_at=None, organisation=None)
    assert member.person.organisation is not None
