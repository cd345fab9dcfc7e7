"""Writing the demonstration into the database; again on another day, moved.

What people have changed since stays as they left it: rows that are there are not written again,
but for the hours of what goes on now.
"""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Programme
from conferences.models import Conference
from kit.refusals import Refused
from live import clock
from live.hub import verb
from portal.demonstration.loading import (
    conferences,
    decided,
    deliveries,
    discreet,
    grants,
    groups,
    news,
    papers,
    people,
    plans,
    played,
    recommendations,
    stays,
    versions,
)
from portal.demonstration.loading.people import Cast
from portal.demonstration.loading.rows import Count
from portal.demonstration.people import ORGANISER
from portal.demonstration.programme import SHORT_NAME
from portal.search import index


def load(now: datetime | None = None) -> Count:
    """Load the demonstration, or bring it up to the present day; returns what there is of it.

    What stands in it is written at once; what is said in it is then said step by step.
    """
    _check()
    count = Count()
    instant = now or clock.now()
    cast, past, present = _write(instant, count)
    played.play(cast, past)
    played.play(cast, present)
    plans.write(cast, instant)
    decided.play_meeting(cast, instant, count)
    recommendations.play(cast, instant, count)
    deliveries.deliver(cast, count)
    grants.write_grants(cast, instant, count)
    discreet.write(cast, instant, count)
    # What was written in bulk told the index of the search nothing.
    index.compare_all()
    return count


@verb
def _write(instant: datetime, count: Count) -> tuple[Cast, Conference, Conference]:
    people.write_programme()
    houses = people.write_organisations(count)
    cast = people.write_people(houses, count)
    past = conferences.write_past(cast, count)
    present = conferences.write_present(cast, instant, count)
    coming = conferences.write_coming(cast, instant, count)
    groups.write_groups(cast, count)
    papers.write_houses(count)
    papers.write_papers(cast, instant, count)
    is_moved = conferences.is_over(present, instant)
    if is_moved:
        conferences.move_present(present, instant, count)
        played.shift(present)
    groups.write_meetings(instant, count, is_moved=is_moved)
    groups.plan_series(cast, instant, count)
    versions.release(cast[ORGANISER], coming)
    stays.write_stays(cast, present, is_moved=is_moved)
    conferences.register(cast, past, present, coming, count)
    stays.write_past_stays(cast, past)
    news.write_news(cast, present, instant, count)
    return cast, past, present


def _check() -> None:
    if not settings.DEMONSTRATION_ALLOWED:
        raise Refused(
            "demonstration.production",
            _("These are production settings (CSPP_ENV=production): nothing made up goes in here."),
        )
    if Programme.objects.exclude(short_name=SHORT_NAME).exists():
        raise Refused(
            "demonstration.occupied",
            _(
                "Another programme lives in this database. Give the demonstration a DATA_DIR of its own."
            ),
        )
