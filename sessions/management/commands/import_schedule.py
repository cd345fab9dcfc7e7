"""`manage.py import_schedule FILE`: bring in a conference's programme from a schedule.xml."""

import json
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kit.refusals import Refused
from sessions.schedules import imports, reading
from sessions.schedules.document import Schedule
from sessions.schedules.gathering import MAX_BYTES
from sessions.schedules.reports import Outcome, Progress


class Command(BaseCommand):
    """Imports a schedule; the last line on stdout counts what was done, as JSON."""

    help = (
        "Bring in a conference's programme from a schedule.xml (pentabarf, frab, pretalx, voc). "
        "Run again with a newer file, only what changed is written. Nothing is ever deleted: "
        "sessions that left the file stay and are counted on stderr. The last line on stdout is "
        "JSON: sessions, rooms and people say how many the file has; created, updated and "
        "unchanged count objects of all three kinds together; skipped lists what was left out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the schedule.xml")
        parser.add_argument(
            "--conference",
            metavar="SLUG",
            default="",
            help="the conference to fill (default: made from the title); made when there is none",
        )
        parser.add_argument(
            "--zone",
            default="",
            help="the zone of the file's hours, e.g. Europe/Brussels (default: what the file "
            "says, else the conference's, else UTC with a warning)",
        )
        parser.add_argument(
            "--open-registration",
            action="store_true",
            help="open the registration of a conference that exists (a new one is open)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, import and count; any refusal ends with its text and nothing written."""
        started = monotonic()
        try:
            schedule = self._read(options["file"])
            outcome = imports.bring_in(
                actor=None,
                schedule=schedule,
                slug=options["conference"],
                zone=options["zone"],
                is_open=options["open_registration"],
                tell=self._show,
            )
        except Refused as refused:
            raise CommandError(str(refused.text)) from refused
        self._tell(f"{outcome.conference}: done in {monotonic() - started:.1f} s")
        self._warn(schedule, outcome, zone=options["zone"])
        self.stdout.write(_counts(outcome))

    def _read(self, path: Path) -> Schedule:
        try:
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        schedule = reading.read(content)
        self._tell(f"read {len(schedule.talks)} sessions; comparing")
        return schedule

    def _show(self, progress: Progress) -> None:
        self._tell(str(progress))

    def _tell(self, line: str) -> None:
        # Progress is for somebody who watches; a log keeps warnings and the count.
        if self.stderr.isatty():
            self.stderr.write(line, self.style.NOTICE)

    def _warn(self, schedule: Schedule, outcome: Outcome, *, zone: str) -> None:
        if not zone and not schedule.zone:
            self.stderr.write(
                f"The file names no time zone; its hours were read as {outcome.zone}. "
                "Name the right one with --zone and run this again: it moves them."
            )


def _counts(outcome: Outcome) -> str:
    return json.dumps(
        {
            "sessions": outcome.sessions,
            "rooms": outcome.rooms,
            "people": outcome.people,
            "created": outcome.created,
            "updated": outcome.updated,
            "unchanged": outcome.unchanged,
            "skipped": outcome.skipped,
        },
        ensure_ascii=False,
    )
