"""Invitations as calendars exchange them: iTIP REQUEST and CANCEL (RFC 5546), mailed as RFC 6047 has it.

Each is for one member and names nobody else. A single meeting is an entry of its own; a series is one
entry with a rule and, for each meeting that is not where the first plan had it or has a title of its
own, an exception: a mail may speak of one entry only, and a change of a series is one mail.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from django.utils.translation import gettext as _
from icalendar import Event, vCalAddress, vText

from accounts import letters
from accounts.models import Person, Programme
from kit.links import absolute
from live import clock
from sessions.calendars.entries import calendar, entry, text_of, uid_of, wall
from sessions.meetings import recurrence
from sessions.meetings.models import Series, slot_of
from sessions.models import Session, State

REQUEST, CANCEL = "REQUEST", "CANCEL"


def of_meeting(
    session: Session, person: Person, programme: Programme, way_in: str, method: str
) -> str:
    """Return a single meeting as an invitation, or as its end, for one member."""
    made = _for_member(entry(session), person, programme)
    _describe(made, way_in)
    if method == CANCEL:
        _set(made, "status", "CANCELLED")
    return text_of(calendar([made], method=method))


def of_series(
    series: Series, meetings: Sequence[Session], person: Person, programme: Programme
) -> str:
    """Return a whole series as an invitation: its rule, what is left out, what was moved or retitled.

    `meetings` are those of the series that the member is invited to, each with its occurrence.
    """
    on = [each for each in meetings if each.state != State.CANCELLED]
    here = {slot_of(each) for each in on}
    sample = _as_most(on)
    master = _master(series, sample, person, programme)
    left_out = [slot for slot in _planned(series) if slot not in here]
    if left_out:
        master.add("exdate", [wall(slot, series.zone) for slot in left_out])
    others = [
        _exception(series, each, person, programme)
        for each in on
        if not _as_planned(series, each) or _titles(each) != _titles(sample)
    ]
    return text_of(calendar([master, *others], method=REQUEST, until=_last(series)))


def end_of_series(series: Series, meeting: Session, person: Person, programme: Programme) -> str:
    """Return the end of a whole series for one member: they left the group, or all of it is off."""
    made = _master(series, meeting, person, programme)
    _set(made, "status", "CANCELLED")
    return text_of(calendar([made], method=CANCEL, until=_last(series)))


def skipped(
    series: Series, meetings: Sequence[Session], person: Person, programme: Programme
) -> str:
    """Return that these meetings of a series are off, and the others stay."""
    made = [_exception(series, each, person, programme) for each in meetings]
    for event in made:
        _set(event, "status", "CANCELLED")
    return text_of(calendar(made, method=CANCEL))


def _master(series: Series, sample: Session, person: Person, programme: Programme) -> Event:
    """Return the first plan as one entry; its texts are those of the meetings."""
    made = _for_member(entry(sample), person, programme)
    _set(made, "uid", uid_of(series.pk))
    _set(made, "sequence", series.revision)
    _set(made, "status", "CONFIRMED")
    _set(made, "transp", "OPAQUE")
    first = recurrence.instant_of(series.starts_on, series.starts, series.zone)
    _set(made, "dtstart", wall(first, series.zone))
    _set(made, "dtend", wall(first + timedelta(minutes=series.minutes), series.zone))
    made.add("rrule", recurrence.rule_of(series))
    address = absolute("groups:detail", slug=series.group.slug)
    _set(made, "url", address)
    text = _("Your own way into each meeting is in the mails. The group’s page: %(address)s")
    _set(made, "description", text % {"address": address})
    return made


def _exception(series: Series, session: Session, person: Person, programme: Programme) -> Event:
    made = _for_member(entry(session), person, programme)
    _set(made, "uid", uid_of(series.pk))
    _set(made, "sequence", series.revision)
    made.add("recurrence-id", wall(slot_of(session), series.zone))
    return made


def _for_member(made: Event, person: Person, programme: Programme) -> Event:
    """Address an entry to one member, from the programme; nobody is asked to answer."""
    _set(made, "dtstamp", clock.now())
    organizer = vCalAddress(f"mailto:{quote(letters.address(programme), safe='@+')}")
    organizer.params["cn"] = vText(str(programme.name))
    made.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{quote(person.email, safe='@+')}")
    attendee.params["cutype"] = vText("INDIVIDUAL")
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = vText("NEEDS-ACTION")
    attendee.params["rsvp"] = vText("FALSE")
    made.add("attendee", attendee)
    return made


def _describe(made: Event, way_in: str) -> None:
    text = _("Your own way in; give it to nobody: %(address)s")
    told = [text % {"address": way_in}, str(made.pop("description"))]
    made.add("description", "\n\n".join(told))


def _as_planned(series: Series, session: Session) -> bool:
    starts_at = slot_of(session)
    length = session.ends_at - session.starts_at
    return session.starts_at == starts_at and length == timedelta(minutes=series.minutes)


def _as_most(meetings: Sequence[Session]) -> Session:
    """Return the first of those meetings that have the title of most: one of another title is one."""
    counted = Counter(_titles(each) for each in meetings)
    return max(meetings, key=lambda each: counted[_titles(each)])


def _titles(session: Session) -> tuple[str, str]:
    return session.title_en, session.title_ru


def _planned(series: Series) -> list[datetime]:
    # In their own order, and read once for all letters where they were fetched along.
    return [place.slot for place in series.occurrences.all()]


def _last(series: Series) -> datetime:
    return _planned(series)[-1]


def _set(made: Event, name: str, value: object) -> None:
    made.pop(name, None)
    made.add(name, value)
