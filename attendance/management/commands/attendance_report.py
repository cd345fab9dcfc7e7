"""`attendance_report SESSION --format csv|json`: the sheet from a terminal."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from attendance import documents, queries
from sessions.models import Session


class Command(BaseCommand):
    help = "Writes who was in a session, from when to when, and counts the people on stderr."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("session", metavar="SESSION", help="the session's id (a UUID)")
        parser.add_argument("--format", choices=("csv", "json"), default="csv")
        parser.add_argument("--output", type=Path, help="a file; without it, standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the document and, to stderr, one line of JSON that counts it."""
        session = _session(options["session"])
        rows = queries.sheet(session)
        document = (
            documents.as_json(rows)
            if options["format"] == "json"
            else documents.as_csv(rows, session.zone)
        )
        if options["output"]:
            options["output"].write_bytes(document)
        else:
            self.stdout.write(document.decode(), ending="")
        self.stderr.write(json.dumps({"people": len(rows)}))


def _session(text: str) -> Session:
    try:
        key = UUID(text)
    except ValueError as error:
        msg = f"“{text}” is not a session's id; the session's address /s/<id>/ has it."
        raise CommandError(msg) from error
    session = Session.objects.select_related("conference", "group").filter(id=key).first()
    if session is None:
        msg = f"There is no session {key}."
        raise CommandError(msg)
    return session
