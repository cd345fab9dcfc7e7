"""`attendance_report SESSION_OR_CONFERENCE --format csv|xlsx|json [--stays]`: who was there, as a file."""

import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from attendance import documents, raw_documents, report_documents
from attendance.reports import report
from attendance.sheets import sheet
from attendance.stays import raw
from conferences.models import Conference
from sessions.models import Session

Counts = dict[str, int]


class Command(BaseCommand):
    help = "Writes who was in a session or in a conference's sessions; counts them on stderr."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "of",
            metavar="SESSION_OR_CONFERENCE",
            help="a session's id (a UUID), or a conference's short name as in its address",
        )
        parser.add_argument("--format", choices=("csv", "xlsx", "json"), default="csv")
        parser.add_argument(
            "--stays",
            action="store_true",
            help="the raw record instead: live periods, each connection, corrections (csv or json)",
        )
        parser.add_argument("--output", type=Path, help="a file; without it, standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the document and, to stderr, one line of JSON that counts it."""
        kind: str = options["format"]
        if options["stays"] and kind == "xlsx":
            msg = "The raw record is written as csv or json."
            raise CommandError(msg)
        of = _found(options["of"])
        document, counts = self._stays(of, kind) if options["stays"] else self._report(of, kind)
        self._hand_out(document, options["output"], kind)
        self.stderr.write(json.dumps(counts))

    def _stays(self, of: Session | Conference, kind: str) -> tuple[bytes, Counts]:
        sessions = [of] if isinstance(of, Session) else list(_begun(of))
        found = raw(sessions)
        counts = {"sessions": len(sessions), "stays": len(found.stays)}
        return raw_documents.document(found, kind), counts

    def _report(self, of: Session | Conference, kind: str) -> tuple[bytes, Counts]:
        if isinstance(of, Session):
            found = sheet(of)
            return documents.document(found, kind), {"people": found.people}
        whole = report(of, self._progress if sys.stderr.isatty() else None)
        counts = {"people": whole.heads, "sessions": len(whole.sessions)}
        return report_documents.document(whole, kind), counts

    def _progress(self, done: int, of: int) -> None:
        """Tell who waits at a terminal how far it has come, on one line."""
        self.stderr.write(f"\r{done} of {of} sessions", ending="\n" if done == of else "")

    def _hand_out(self, document: bytes, output: Path | None, kind: str) -> None:
        if output:
            output.write_bytes(document)
            return
        if kind == "xlsx" and self.stdout.isatty():
            msg = "A workbook is no text for a terminal: give --output, or redirect it to a file."
            raise CommandError(msg)
        # Bytes, where there is a stream of them: the file's encoding is not the terminal's.
        stream = getattr(self.stdout, "buffer", None)
        if stream is None:
            self.stdout.write(document.decode(), ending="")
        else:
            self.stdout.flush()
            stream.write(document)
            stream.flush()


def _found(text: str) -> Session | Conference:
    """Return the session or the conference of that name."""
    try:
        key = UUID(text)
    except ValueError:
        conference = Conference.objects.filter(slug=text).first()
        if conference is None:
            msg = (
                f"“{text}” is neither a session's id nor a conference's short name;"
                " the addresses /s/<id>/ and /c/<name>/ have them."
            )
            raise CommandError(msg) from None
        return conference
    session = Session.objects.select_related("conference", "group").filter(id=key).first()
    if session is None:
        msg = f"There is no session {key}."
        raise CommandError(msg)
    return session


def _begun(conference: Conference) -> Any:
    rows = conference.sessions.filter(started_at__isnull=False)
    return rows.select_related("conference").order_by("started_at", "id")
