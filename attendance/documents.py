"""A session's sheet as files and as JSON: page, terminal and API hand out the same."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from attendance import sums
from attendance.sheets import CorrectionLine, Line, ScreenLine, Sheet
from attendance.sums import Sum
from attendance.wording import RULE, rules
from kit import csvfile, xlsxfile
from kit.xlsxfile import Share, Table
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
    "first_join",
    "last_leave",
    "seconds",
    "share",
    "bridged_seconds",
    "corrected_seconds",
    "corrected_share",
    "seconds_may_lack",
    "bridged_may_exceed",
    "heads_at_screen",
    "corrections",
    "rule",
    "disruptions",
    "organisation_confirmed",
    "signed_in_at_screen",
    "names_at_screen",
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX, "json": "application/json"}


def document(sheet: Sheet, kind: str) -> bytes:
    """Return the sheet in a format."""
    writers = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
    return writers[kind](sheet)


def as_list(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the sheet as scripts read it; times are RFC 3339 in UTC."""
    return [
        {
            "email": line.email,
            "name": line.name,
            "organisation": line.organisation,
            "country": line.country,
            "first_join": clock.wire(line.first_join),
            "last_leave": clock.wire(line.last_leave),
            "seconds": line.seconds,
            "share": line.share,
            "person": str(line.person_id),
            "side": line.side,
            "bridged_seconds": line.bridged_seconds,
            "corrected_seconds": line.counted_seconds,
            "corrected_share": line.counted_share,
            "seconds_may_lack": line.may_lack,
            "bridged_may_exceed": line.may_exceed,
            "heads_at_screen": at.heads,
            "corrections": [correction(row) for row in _about(line, sheet)],
            "rule": RULE,
            "disruptions": line.attended.disruptions,
            "organisation_confirmed": line.is_organisation_confirmed,
            "signed_in_at_screen": at.signed_in,
            "names_at_screen": list(at.names),
        }
        for line, at in _with_screens(sheet)
    ]


def as_json(sheet: Sheet) -> bytes:
    """Return the sheet as a JSON document."""
    return dumped(as_list(sheet))


def dumped(what: Any) -> bytes:
    """Return JSON as our files have it."""
    return json.dumps(what, ensure_ascii=False, indent=2).encode() + b"\n"


def as_csv(sheet: Sheet) -> bytes:
    """Return the sheet for a spreadsheet; times are RFC 3339 with the offset of the event's zone."""
    zone = sheet.session.zone
    return csvfile.write(
        COLUMNS,
        (
            (
                line.email,
                line.name,
                line.organisation,
                line.country,
                line.side,
                offset(line.first_join, zone),
                offset(line.last_leave, zone),
                line.seconds,
                line.share,
                line.bridged_seconds,
                line.counted_seconds,
                line.counted_share,
                line.may_lack,
                line.may_exceed,
                at.heads,
                " | ".join(in_a_cell(row, zone) for row in _about(line, sheet)),
                RULE,
                line.attended.disruptions,
                "yes" if line.is_organisation_confirmed else "no",
                at.signed_in,
                " | ".join(at.names),
            )
            for line, at in _with_screens(sheet)
        ),
    )


def as_xlsx(sheet: Sheet) -> bytes:
    """Return the sheet as a workbook: attendance, sums, corrections and how it was counted."""
    lines = sheet.lines
    tables = [
        _attendance_table(sheet),
        sums_table(_("By organisation"), _("Organisation"), sums.by_organisation(lines)),
        sums_table(_("By country"), _("Country"), sums.by_country(lines)),
        sums_table(_("By side"), _("Side"), sums.by_side(lines)),
        corrections_table(
            [("", row) for row in sheet.corrections], sheet.session.zone, with_session=False
        ),
        rules_table(sheet.as_of, sheet.session.zone),
    ]
    return xlsxfile.write(tables, sheet.as_of)


def _attendance_table(sheet: Sheet) -> Table:
    zone = sheet.session.zone
    hours = {"city": city(zone)}
    header = (
        _("Name"),
        _("E-mail"),
        _("Organisation"),
        _("Country"),
        _("Side"),
        _("First join (hours of %(city)s)") % hours,
        _("Last leave (hours of %(city)s)") % hours,
        _("Minutes present"),
        _("Minutes with short gaps"),
        _("Minutes corrected"),
        _("Share"),
        _("Share corrected"),
        _("May be too low by (seconds)"),
        _("Bridged may be too high by (seconds)"),
        _("People at this screen"),
        _("Of them signed in"),
        _("Names at this screen"),
        _("Organisation confirmed"),
        _("Disruptions"),
    )
    return Table(
        _("Attendance"),
        header,
        [
            (
                line.name,
                line.email,
                line.organisation,
                line.country_name,
                line.side,
                wall(line.first_join, zone),
                wall(line.last_leave, zone),
                minutes(line.seconds),
                minutes(line.bridged_seconds),
                minutes(line.counted_seconds),
                Share(line.share),
                Share(line.counted_share),
                line.may_lack,
                line.may_exceed,
                at.heads,
                at.signed_in,
                "; ".join(at.names),
                _("yes") if line.is_organisation_confirmed else _("no"),
                line.attended.disruptions,
            )
            for line, at in _with_screens(sheet)
        ],
    )


def sums_table(title: str, head: str, found: Sequence[Sum]) -> Table:
    """Return a sheet of sums."""
    header = (head, _("People"), _("Minutes together"))
    return Table(
        title,
        header,
        [(one.name or _("not stated"), one.people, minutes(one.seconds)) for one in found],
    )


def corrections_table(
    rows: Iterable[tuple[str, CorrectionLine]], zone: str, *, with_session: bool
) -> Table:
    """Return a sheet of corrections, each with its author and reason."""
    hours = {"city": city(zone)}
    header = (
        *((_("Session"),) if with_session else ()),
        _("Person"),
        _("E-mail"),
        _("What"),
        _("From (hours of %(city)s)") % hours,
        _("Until (hours of %(city)s)") % hours,
        _("Author"),
        _("Reason"),
        _("Made at (hours of %(city)s)") % hours,
    )
    return Table(
        _("Corrections"),
        header,
        [
            (
                *((title,) if with_session else ()),
                row.person,
                row.email,
                _("was there") if row.was_there else _("was not there"),
                wall(row.starts_at, zone),
                wall(row.ends_at, zone),
                row.author,
                row.reason,
                wall(row.made_at, zone),
            )
            for title, row in rows
        ],
    )


def rules_table(as_of: datetime, zone: str) -> Table:
    """Return a sheet that says how it was all counted, and as of when."""
    return Table(
        _("Rules"),
        (_("Figure"), _("How it is counted")),
        [*rules(), (_("As of"), offset(as_of, zone)), (_("Time zone"), f"{city(zone)} ({zone})")],
    )


def file_name(session: Session, kind: str, what: str = "attendance") -> str:
    """Return a name for the file that sorts by day and names no person."""
    day = session.starts_at.astimezone(ZoneInfo(session.zone)).date()
    return f"{what}-{day.isoformat()}-{str(session.id)[:8]}.{kind}"


def offset(at: datetime, zone: str) -> str:
    """Return an instant as RFC 3339 with the offset of a zone."""
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


def wall(at: datetime, zone: str) -> datetime:
    """Return an instant as the clock on the wall shows it in a zone."""
    return at.astimezone(ZoneInfo(zone))


def minutes(seconds: int) -> float:
    """Return seconds as minutes, to a hundredth."""
    return round(seconds / 60, 2)


def _with_screens(sheet: Sheet) -> list[tuple[Line, ScreenLine]]:
    """Return each line with the screen at which that person was: for most, theirs alone."""
    shared = {screen.person_id: screen for screen in sheet.screens}
    return [
        (line, shared.get(line.person_id, ScreenLine(line.person_id, line.name, 1, 1, ())))
        for line in sheet.lines
    ]


def _about(line: Line, sheet: Sheet) -> list[CorrectionLine]:
    return [row for row in sheet.corrections if row.person_id == line.person_id]


def correction(row: CorrectionLine) -> dict[str, Any]:
    """Return a correction as scripts read it."""
    return {
        "was_there": row.was_there,
        "from": clock.wire(row.starts_at),
        "until": clock.wire(row.ends_at),
        "author": row.author,
        "reason": row.reason,
        "made_at": clock.wire(row.made_at),
    }


def in_a_cell(row: CorrectionLine, zone: str) -> str:
    """Return a correction as one cell of a table tells it."""
    what = "there" if row.was_there else "not there"
    span = f"{offset(row.starts_at, zone)}/{offset(row.ends_at, zone)}"
    return f"{what} {span}, {row.author}: {row.reason}"
