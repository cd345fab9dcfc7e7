"""The raw record as files, from which anyone can compute a sheet a second time."""

from uuid import UUID

from attendance.documents import dumped
from attendance.stays import Raw
from attendance.wording import RULE
from kit import csvfile
from live import clock

COLUMNS = (
    "what",
    "session",
    "person",
    "email",
    "name",
    "from",
    "until",
    "door",
    "open",
    "was_there",
    "author",
    "reason",
)


def as_json(raw: Raw) -> bytes:
    """Return the raw record as JSON: live periods, stays and corrections; times to the millisecond."""
    return dumped(
        {
            "as_of": clock.wire(raw.as_of),
            "rule": RULE,
            "sessions": [
                {
                    "id": str(session.pk),
                    "title": str(session),
                    "zone": session.zone,
                    "periods": [
                        {"from": clock.wire(one.start), "until": clock.wire(one.end)}
                        for one in raw.periods[session.pk]
                    ],
                }
                for session in raw.sessions
            ],
            "stays": [
                {
                    "session": str(stay.session_id),
                    "person": str(stay.person_id),
                    "email": stay.email,
                    "name": stay.name,
                    "entered": clock.wire(stay.entered_at),
                    "last_seen": clock.wire(stay.last_seen),
                    "door": stay.door,
                    "open": stay.is_open,
                }
                for stay in raw.stays
            ],
            "corrections": [
                {
                    "session": str(row.session_id),
                    "person": str(row.person),
                    "was_there": row.was_there,
                    "from": clock.wire(row.starts_at),
                    "until": clock.wire(row.ends_at),
                    "author": _email(raw, row.author),
                    "reason": row.reason,
                    "made_at": clock.wire(row.made_at),
                }
                for row in raw.corrections
            ],
        }
    )


def as_csv(raw: Raw) -> bytes:
    """Return the raw record as one table: what is live, a stay, or a correction, by `what`."""
    live = (
        ("live", key, "", "", "", clock.wire(one.start), clock.wire(one.end), *("",) * 5)
        for session in raw.sessions
        for key in [str(session.pk)]
        for one in raw.periods[session.pk]
    )
    stays = (
        (
            "stay",
            str(stay.session_id),
            str(stay.person_id),
            stay.email,
            stay.name,
            clock.wire(stay.entered_at),
            clock.wire(stay.last_seen),
            stay.door,
            _yes(is_so=stay.is_open),
            *("",) * 3,
        )
        for stay in raw.stays
    )
    corrections = (
        (
            "correction",
            str(row.session_id),
            str(row.person),
            _email(raw, row.person),
            raw.involved[row.person].name if row.person in raw.involved else "",
            clock.wire(row.starts_at),
            clock.wire(row.ends_at),
            "",
            "",
            _yes(is_so=row.was_there),
            _email(raw, row.author),
            row.reason,
        )
        for row in raw.corrections
    )
    return csvfile.write(COLUMNS, [*live, *stays, *corrections])


def document(raw: Raw, kind: str) -> bytes:
    """Return the raw record in a format; it has no layout for a workbook."""
    return as_json(raw) if kind == "json" else as_csv(raw)


def _email(raw: Raw, person: UUID) -> str:
    return raw.involved[person].email if person in raw.involved else ""


def _yes(*, is_so: bool) -> str:
    return "yes" if is_so else "no"
