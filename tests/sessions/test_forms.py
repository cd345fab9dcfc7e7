"""Hours as a wall clock shows them become the right instants, on every kind of night."""

from datetime import UTC, datetime
from typing import Any

import pytest

from conferences.models import Conference
from groups.models import Group
from sessions.forms import SessionForm
from tests import build

pytestmark = pytest.mark.django_db


def filled(starts_at: str, ends_at: str, **more: Any) -> dict[str, Any]:
    return {
        "title_en": "Opening",
        "source_language": "en",
        "starts_at": starts_at,
        "ends_at": ends_at,
        **more,
    }


@pytest.mark.parametrize(
    ("zone", "wall", "instant"),
    [
        ("Europe/Moscow", "2011-11-14T10:00", "2011-11-14T06:00"),
        ("Europe/Moscow", "2015-11-14T10:00", "2015-11-14T07:00"),
        ("America/New_York", "2012-03-10T10:00", "2012-03-10T15:00"),
        ("America/New_York", "2012-03-11T10:00", "2012-03-11T14:00"),
        ("America/New_York", "2012-11-04T10:00", "2012-11-04T15:00"),
        ("America/New_York", "2012-11-04T01:30", "2012-11-04T05:30"),
    ],
)
def test_a_conferences_hours_are_told_in_its_zone(zone: str, wall: str, instant: str) -> None:
    form = SessionForm.new(build.conference(zone=zone), "UTC", filled(wall, "2030-01-01T00:00"))
    assert form.is_valid(), form.errors
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert form.details()["starts_at"].astimezone(UTC) == expected


def test_an_hour_that_the_night_skips_is_refused() -> None:
    washington = build.conference(zone="America/New_York")
    form = SessionForm.new(washington, "UTC", filled("2012-03-11T02:30", "2012-03-11T04:00"))
    assert list(form.errors) == ["starts_at"]


def test_a_groups_hours_are_told_in_the_zone_that_was_chosen(circle: Group) -> None:
    data = filled("2011-11-14T10:00", "2011-11-14T11:00", zone="Europe/Moscow")
    form = SessionForm.new(circle, "America/New_York", data)
    assert form.is_valid(), form.errors
    assert form.details()["starts_at"].astimezone(UTC).hour == 6
    assert SessionForm.new(circle, "America/New_York")["zone"].value() == "America/New_York"


def test_what_is_planned_is_shown_and_saved_as_it_was(forum: Conference) -> None:
    start = datetime(2011, 11, 14, 6, 0, tzinfo=UTC)
    session = build.session(forum, state="scheduled", starts_at=start, abstract_en="<p>Hm</p>")
    shown = SessionForm.of(session, "UTC")
    assert 'value="2011-11-14T10:00"' in str(shown["starts_at"])
    data = {name: field.value() or "" for name, field in ((f.name, f) for f in shown)}
    again = SessionForm.of(session, "UTC", data)
    assert again.is_valid(), again.errors
    assert again.details()["starts_at"] == start
    assert again.texts()["en"] == {"title": "Opening", "abstract": "<p>Hm</p>"}


def test_an_abstract_typed_as_plain_words_becomes_paragraphs(forum: Conference) -> None:
    data = filled("2011-11-14T10:00", "2011-11-14T11:00", abstract_en="One.\n\n**Two.** <b>x")
    form = SessionForm.new(forum, "UTC", data)
    assert form.is_valid(), form.errors
    expected = "<p>One.</p>\n<p><strong>Two.</strong> &lt;b&gt;x</p>"
    assert form.texts()["en"]["abstract"] == expected


def test_only_tracks_and_rooms_of_the_conference_are_offered(forum: Conference) -> None:
    other = build.conference("other")
    mine, foreign = (place.tracks.create(name_en="Track") for place in (forum, other))
    hours = ("2011-11-14T10:00", "2011-11-14T11:00")
    assert SessionForm.new(forum, "UTC", filled(*hours, track=mine.pk)).is_valid()
    assert not SessionForm.new(forum, "UTC", filled(*hours, track=foreign.pk)).is_valid()
