"""Which clocks a conference has after a file without a zone of its own came in."""

from datetime import timedelta

import pytest

from conferences.models import Conference
from live import clock
from sessions.models import Session
from tests import build
from tests.sessions.schedules.bringing import bring, figures

pytestmark = pytest.mark.django_db

NAMED = """<schedule><conference><title>Zoned</title><acronym>zoned_31</acronym>
<time_zone_name>UTC</time_zone_name></conference><day date="2031-05-10"><room name="Hall">
<event id="1"><title>Talk</title><start>10:00</start><duration>00:30</duration></event>
</room></day></schedule>"""


def test_zone_that_was_asked_for_does_not_turn_a_conference_planned_by_hand() -> None:
    text = NAMED.replace("<time_zone_name>UTC</time_zone_name>", "")
    bring(text, zone="Europe/Moscow")
    conference = Conference.objects.get()
    assert conference.zone == "Europe/Moscow"
    # Nobody planned anything: what was guessed wrong is put right.
    assert figures(bring(text, zone="Asia/Tokyo"))[1] == 1
    conference.refresh_from_db()
    assert conference.zone == "Asia/Tokyo"
    build.session(conference, title="By hand", starts_at=clock.now() + timedelta(days=1))
    outcome = bring(text, zone="Europe/Brussels")
    conference.refresh_from_db()
    assert conference.zone == "Asia/Tokyo"
    assert ["keeps its time zone Asia/Tokyo" in text for text in outcome.warnings] == [True]
    talk = Session.objects.get(title_en="Talk")
    assert talk.starts_at.isoformat() == "2031-05-10T08:00:00+00:00"
    # A whole file that names its zone turns it, as before.
    bring(NAMED)
    conference.refresh_from_db()
    assert conference.zone == "UTC"
