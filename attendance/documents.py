"""A session's sheet as files and as JSON: the page, the terminal and the API hand out the same."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from attendance.queries import AttendanceRow
from kit import csvfile
from live import clock
from sessions.models import Session

# Names of columns are for programs and stay as they are in every language. The last two say how far
# off the two totals may be: `seconds` too low, `merged_seconds` too high.
COLUMNS = (
    "email",
    "name",
    "organisation",
    "country",
    "first_join",
    "last_leave",
    "seconds",
    "share",
    "merged_seconds",
    "seconds_may_lack",
    "merged_may_exceed",
)


def as_list(rows: Sequence[AttendanceRow]) -> list[dict[str, Any]]:
    """Return the sheet as scripts read it; times are RFC 3339 in UTC."""
    return [
        {
            "email": row.email,
            "name": row.name,
            "organisation": row.organisation,
            "country": row.country,
            "first_join": clock.wire(row.first_join),
            "last_leave": clock.wire(row.last_leave),
            "seconds": row.seconds,
            "share": row.share,
        }
        for row in rows
    ]


def as_json(rows: Sequence[AttendanceRow]) -> bytes:
    """Return the sheet as a JSON document."""
    return json.dumps(as_list(rows), ensure_ascii=False, indent=2).encode() + b"\n"


def as_csv(rows: Sequence[AttendanceRow], zone: str) -> bytes:
    """Return the sheet for a spreadsheet; times are RFC 3339 with the offset of the event's zone."""
    return csvfile.write(
        COLUMNS,
        (
            (
                row.email,
                row.name,
                row.organisation,
                row.country,
                _told(row.first_join, zone),
                _told(row.last_leave, zone),
                row.seconds,
                row.share,
                row.merged_seconds,
                row.may_lack,
                row.may_exceed,
            )
            for row in rows
        ),
    )


def file_name(session: Session) -> str:
    """Return a name for the file that sorts by day and names no person."""
    day = session.starts_at.astimezone(ZoneInfo(session.zone)).date()
    return f"attendance-{day.isoformat()}-{str(session.id)[:8]}.csv"


def _told(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
