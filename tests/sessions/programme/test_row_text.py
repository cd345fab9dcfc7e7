"""A row of an agenda as HTML: whatever anybody is called, and for whoever reads."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from accounts.models import Person
from conferences.models import Conference, Room, Speaker, Track
from sessions.models import Session, Speaking, State
from sessions.programme import stars
from sessions.programme.agendas import Asked, agenda
from sessions.programme.row_text import Pen
from sessions.queries import Reader
from tests import build

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert('x')</script> & \"ё\""
SAFE = "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;ё&quot;"


@pytest.fixture
def moscow(dmitri: Person) -> Conference:
    """A day in Moscow, with Dmitri confirmed."""
    made = build.conference(
        "moscow", starts_on=date(2011, 11, 14), ends_on=date(2011, 11, 14), zone="Europe/Moscow"
    )
    build.registration(dmitri, made)
    return made


@pytest.fixture
def talk(moscow: Conference) -> Session:
    """A session of which every part has a name that would break a page."""
    made = build.session(
        moscow,
        title=HOSTILE,
        state=State.SCHEDULED,
        starts_at=datetime(2011, 11, 14, 6, tzinfo=UTC),
        room=Room.objects.create(conference=moscow, name_en=HOSTILE),
        track=Track.objects.create(conference=moscow, name_en=HOSTILE),
    )
    for place in range(2):
        speaker = Speaker.objects.create(conference=moscow, name_en=HOSTILE)
        Speaking.objects.create(session=made, speaker=speaker, position=place)
    return made


def written(conference: Conference, reader: Reader) -> str:
    """Return the only row of the agenda as this reader gets it."""
    found = agenda(conference, reader, Asked())
    pen = Pen(conference, "/icons.svg", has_stars=isinstance(reader, Person))
    (row,) = [pen.row(row) for hour in found.hours for row in hour.rows]
    return row


@pytest.mark.usefixtures("talk")
def test_what_anybody_called_anything_is_text(moscow: Conference, dmitri: Person) -> None:
    row = written(moscow, dmitri)
    assert ("<script" in row, row.count(SAFE)) == (False, 6)
    assert row.count("&lt;script") == 6


def test_who_may_enter_has_a_link_and_a_star(
    moscow: Conference, talk: Session, dmitri: Person
) -> None:
    row = written(moscow, dmitri)
    assert f'<a href="/s/{talk.pk}/" lang="en">{SAFE}</a>' in row
    assert 'name="star"' in row
    assert 'aria-pressed="false"' in row
    stars.star(actor=dmitri, session=talk)
    row = written(moscow, dmitri)
    assert 'name="unstar"' in row
    assert 'aria-pressed="true"' in row


def test_nothing_of_one_reader_is_in_the_row_of_another(
    moscow: Conference, talk: Session, dmitri: Person, eve: Person
) -> None:
    before = [written(moscow, reader) for reader in (eve, AnonymousUser())]
    stars.star(actor=dmitri, session=talk)
    Person.objects.filter(pk=dmitri.pk).update(zone="Asia/Vladivostok")
    written(moscow, Person.objects.get(pk=dmitri.pk))
    assert [written(moscow, reader) for reader in (eve, AnonymousUser())] == before


@pytest.mark.usefixtures("talk")
def test_a_visitor_has_no_link_no_star_and_the_way_to_register(moscow: Conference) -> None:
    row = written(moscow, AnonymousUser())
    assert ('href="/s/' in row, "<button" in row) == (False, False)
    assert '<a class="relative" href="/c/moscow/register/">register to attend</a>' in row
    moscow.is_open_for_registration = False
    assert " · for registered participants</p>" in written(moscow, AnonymousUser())


def test_what_is_called_off_is_struck_out_and_says_so(moscow: Conference, talk: Session) -> None:
    Session.objects.filter(pk=talk.pk).update(state=State.CANCELLED)
    row = written(moscow, AnonymousUser())
    assert f'<s><span lang="en">{SAFE}</span></s>' in row
    assert '<span class="state state-cancelled">Cancelled</span>' in row
    assert row.startswith(f'<li class="session-row is-cancelled" id="s{talk.pk}">')


@pytest.mark.usefixtures("talk")
def test_words_are_in_the_language_of_who_reads(moscow: Conference) -> None:
    with override("ru"):
        row = written(moscow, AnonymousUser())
    assert "Москва (MSK)" in row
    assert f'<span lang="en">{SAFE}</span>' in row
