"""`manage.py export_schedule CONFERENCE --format xml|json`: a conference's programme as a schedule file."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conferences.models import Conference
from kit.bilingual import CODES
from sessions.models import Session
from sessions.schedules.export import Outline, outline
from sessions.schedules.serving import WRITERS


class Command(BaseCommand):
    """Writes the document to stdout or a file, and to stderr one line of JSON that counts it."""

    help = (
        "Write a conference's programme as schedule.xml or schedule.json, also of a conference that "
        "is not public yet. The document goes to stdout, one line of JSON to stderr: sessions, rooms "
        "and people say how many are in it, left_out how many were withdrawn or cancelled. Imported "
        "again here, it changes nothing, unless --language was given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "conference", metavar="CONFERENCE", help="its short name, as in its address /c/<name>/"
        )
        parser.add_argument("--format", choices=sorted(WRITERS), default="xml")
        parser.add_argument("--output", type=Path, help="a file; without it, standard output")
        parser.add_argument(
            "--language",
            choices=CODES,
            default="",
            help="write texts in this language where they have it (default: each text's original)",
        )
        parser.add_argument(
            "--site",
            default="",
            metavar="ADDRESS",
            help="what the addresses of sessions begin with, e.g. https://live.example "
            "(default: the first of ALLOWED_HOSTS; outside production this machine)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write and count; a name that is no conference's ends with an error."""
        conference = Conference.objects.filter(slug=options["conference"]).first()
        if conference is None:
            msg = f"There is no conference “{options['conference']}”."
            raise CommandError(msg)
        site = (options["site"] or settings.SITE_URL).rstrip("/")
        found = outline(conference, site=site, language=options["language"])
        write, _media_type = WRITERS[options["format"]]
        self._hand_out(write(found), options["output"])
        self.stderr.write(json.dumps(_counts(found, conference)))

    def _hand_out(self, document: bytes, output: Path | None) -> None:
        if output:
            try:
                output.write_bytes(document)
            except OSError as error:
                raise CommandError(f"{output}: {error.strerror}") from error
            return
        # Bytes, where there is a stream of them: the file's encoding is not the terminal's.
        stream = getattr(self.stdout, "buffer", None)
        if stream is None:
            self.stdout.write(document.decode(), ending="")
        else:
            self.stdout.flush()
            stream.write(document)
            stream.flush()


def _counts(found: Outline, conference: Conference) -> dict[str, int]:
    events = list(found.events)
    people = {person.guid for event in events for person in event.persons}
    every = Session.objects.filter(conference=conference).count()
    return {
        "sessions": len(events),
        "rooms": len(found.rooms),
        "people": len(people),
        "days": len(found.days),
        "left_out": every - len(events),
    }
