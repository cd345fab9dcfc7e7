"""A conference's report as files: people, sessions, sums, corrections, and how it was counted."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from attendance import sums
from attendance.documents import (
    correction,
    corrections_table,
    dumped,
    in_a_cell,
    minutes,
    offset,
    rules_table,
    sums_table,
    wall,
)
from attendance.reports import Report
from attendance.sheets import CorrectionLine
from attendance.sums import Sum
from attendance.wording import RULE
from kit import csvfile, xlsxfile
from kit.xlsxfile import Table
from kit.zones import city
from live import clock
from sessions.models import Session

# Names of columns are for programs and stay as they are in every language.
COLUMNS = (
    "email",
    "name",
    "organisation",
    "country",
    "side",
    "sessions",
    "first_join",
    "last_leave",
    "seconds",
    "bridged_seconds",
    "corrected_seconds",
    "rule",
    "seconds_may_lack",
    "bridged_may_exceed",
    "disruptions",
    "corrections",
)


def document(report: Report, kind: str) -> bytes:
    """Return the report in a format; as CSV it is its people with what was put right of each."""
    writers = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
    return writers[kind](report)


def as_csv(report: Report) -> bytes:
    """Return each person over all sessions, for a spreadsheet."""
    zone, made = report.conference.zone, _by_person(report)
    return csvfile.write(
        COLUMNS,
        (
            (
                line.email,
                line.name,
                line.organisation,
                line.country,
                line.side,
                line.sessions,
                offset(line.first_join, zone),
                offset(line.last_leave, zone),
                line.seconds,
                line.bridged_seconds,
                line.counted_seconds,
                RULE,
                line.may_lack,
                line.may_exceed,
                line.disruptions,
                " | ".join(_in_a_cell(*each, zone) for each in made.get(line.person_id, ())),
            )
            for line in report.people
        ),
    )


def as_json(report: Report) -> bytes:
    """Return the whole report for programs; times are RFC 3339 in UTC."""
    people = report.people
    return dumped(
        {
            "conference": report.conference.slug,
            "as_of": clock.wire(report.as_of),
            "rule": RULE,
            "distinct_people": report.heads,
            "people": [
                {
                    "person": str(line.person_id),
                    "email": line.email,
                    "name": line.name,
                    "organisation": line.organisation,
                    "country": line.country,
                    "side": line.side,
                    "sessions": line.sessions,
                    "first_join": clock.wire(line.first_join),
                    "last_leave": clock.wire(line.last_leave),
                    "seconds": line.seconds,
                    "bridged_seconds": line.bridged_seconds,
                    "corrected_seconds": line.counted_seconds,
                    "seconds_may_lack": line.may_lack,
                    "bridged_may_exceed": line.may_exceed,
                    "disruptions": line.disruptions,
                }
                for line in people
            ],
            "sessions": [
                {
                    "id": str(line.session.pk),
                    "title": str(line.session),
                    "seconds_live": int(line.length.total_seconds()),
                    "people": line.people,
                    "most_at_once": line.most,
                    "seconds_together": line.counted_seconds,
                    "further_people_at_screens": line.further_people,
                }
                for line in report.sessions
            ],
            "by_organisation": _listed(sums.by_organisation(people)),
            "by_country": _listed(sums.by_country(people)),
            "by_side": _listed(sums.by_side(people)),
            "corrections": [
                {"session": str(session.pk), "person": str(row.person_id), **correction(row)}
                for session, row in report.corrections
            ],
        }
    )


def as_xlsx(report: Report) -> bytes:
    """Return the report as a workbook."""
    people, zone = report.people, report.conference.zone
    tables = [
        _people_table(report),
        _sessions_table(report),
        sums_table(_("By organisation"), _("Organisation"), sums.by_organisation(people)),
        sums_table(_("By country"), _("Country"), sums.by_country(people)),
        sums_table(_("By side"), _("Side"), sums.by_side(people)),
        corrections_table(
            [(session.title.value, row) for session, row in report.corrections],
            zone,
            with_session=True,
        ),
        rules_table(report.as_of, zone),
    ]
    return xlsxfile.write(tables, report.as_of)


def file_name(report: Report, kind: str) -> str:
    """Return a name for the file."""
    return f"attendance-{report.conference.slug}.{kind}"


def _people_table(report: Report) -> Table:
    zone = report.conference.zone
    hours = {"city": city(zone)}
    header = (
        _("Name"),
        _("E-mail"),
        _("Organisation"),
        _("Country"),
        _("Side"),
        _("Sessions"),
        _("First join (hours of %(city)s)") % hours,
        _("Last leave (hours of %(city)s)") % hours,
        _("Minutes present"),
        _("Minutes with short gaps"),
        _("Minutes corrected"),
        _("May be too low by (seconds)"),
        _("Bridged may be too high by (seconds)"),
        _("Disruptions"),
    )
    rows = [
        (
            line.name,
            line.email,
            line.organisation,
            line.country_name,
            line.side,
            line.sessions,
            wall(line.first_join, zone),
            wall(line.last_leave, zone),
            minutes(line.seconds),
            minutes(line.bridged_seconds),
            minutes(line.counted_seconds),
            line.may_lack,
            line.may_exceed,
            line.disruptions,
        )
        for line in report.people
    ]
    return Table(_("People"), header, rows)


def _sessions_table(report: Report) -> Table:
    zone = report.conference.zone
    header = (
        _("Session"),
        _("Began (hours of %(city)s)") % {"city": city(zone)},
        _("Minutes live"),
        _("People"),
        _("Most at once"),
        _("Minutes together"),
        _("Further people at shared screens"),
    )
    rows = [
        (
            line.session.title.value,
            wall(line.session.started_at or line.session.starts_at, zone),
            minutes(int(line.length.total_seconds())),
            line.people,
            line.most,
            minutes(line.counted_seconds),
            line.further_people,
        )
        for line in report.sessions
    ]
    return Table(_("Sessions"), header, rows)


def _by_person(report: Report) -> dict[UUID, list[tuple[Session, CorrectionLine]]]:
    found: dict[UUID, list[tuple[Session, CorrectionLine]]] = defaultdict(list)
    for session, row in report.corrections:
        found[row.person_id].append((session, row))
    return found


def _in_a_cell(session: Session, row: CorrectionLine, zone: str) -> str:
    return f"{session}: {in_a_cell(row, zone)}"


def _listed(found: Sequence[Sum]) -> list[dict[str, Any]]:
    return [{"name": one.name, "people": one.people, "seconds": one.seconds} for one in found]
