"""`manage.py import_schedule FILE`: bring in a conference's programme, or take an import back."""

import json
import os
from argparse import ArgumentParser
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from conferences.models import Conference
from kit.refusals import Refused
from kit.zones import validate_zone
from live import interpreter
from sessions.importing.jobs import SHEET, kind_of
from sessions.schedules import days, imports, reading, spreadsheets, undo
from sessions.schedules.document import Schedule
from sessions.schedules.gathering import MAX_BYTES
from sessions.schedules.imported import Import
from sessions.schedules.reports import Outcome, Progress, Source, names_of
from sessions.schedules.spreadsheets import Layout

# How far behind others: a server beside it that wants a processor gets it nine times out of ten.
NICE = 10


class Command(BaseCommand):
    """Imports a schedule; the last line on stdout counts what was done, as JSON."""

    help = (
        "Bring in a conference's programme from a schedule.xml (pentabarf, frab, pretalx, voc) or a "
        "schedule.json (pretalx, voc), or from a spreadsheet (XLSX, CSV) with columns by their "
        "headings. Run again with a newer file, only what changed is written; "
        "sessions that left the file are withdrawn, not deleted; what was edited here since stays "
        "and is named. The last line on stdout is JSON: sessions, rooms and people say how many "
        "the file has; created, updated and unchanged count objects of all three kinds together; "
        "withdrawn counts sessions; kept names local edits that stand; skipped lists what was left "
        "out; import is the id by which --undo takes all of it back."
    )

    # What was shown last, in tenths of the work; at --verbosity 0 only warnings are.
    _shown: tuple[str, int] = ("", 0)
    _is_telling = True

    def run_from_argv(self, argv: list[str]) -> None:
        """Begin, from a terminal, behind everything else on the machine: a live room may be on it."""
        os.nice(NICE)
        # Else a collection of garbage, 0.15 s of it, falls into a transaction for which all rooms wait.
        interpreter.settle()
        super().run_from_argv(argv)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            nargs="?",
            type=Path,
            help="schedule.xml, schedule.json, or a spreadsheet",
        )
        parser.add_argument(
            "--conference",
            metavar="SLUG",
            default="",
            help="the conference to fill (default: the one that the file's acronym, else its title, "
            "is known by); made when there is none",
        )
        parser.add_argument(
            "--zone",
            default="",
            help="the zone of the file's hours where it names none, e.g. Europe/Brussels (default: "
            "the conference's, else the site's, with a warning)",
        )
        parser.add_argument(
            "--open-registration",
            action="store_true",
            help="open the registration of a conference that exists (a new one is open)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="count what would be done, and write nothing"
        )
        parser.add_argument("--undo", metavar="IMPORT-ID", default="", help="take an import back")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and count, or undo; any refusal ends with its text and nothing written."""
        self._is_telling = options["verbosity"] > 0
        if bool(options["undo"]) == bool(options["file"]):
            msg = "Name a FILE to bring in, or an import to --undo: one of the two."
            raise CommandError(msg)
        try:
            line = self._undo(options["undo"]) if options["undo"] else self._bring(options)
        except Refused as refused:
            raise CommandError(str(refused.text)) from refused
        self.stdout.write(json.dumps(line, ensure_ascii=False))

    def _bring(self, options: dict[str, Any]) -> dict[str, Any]:
        started = monotonic()
        schedule, source = self._read(options)
        words = {
            "actor": None,
            "schedule": schedule,
            "slug": options["conference"],
            "zone": options["zone"],
        }
        if options["dry_run"]:
            outcome = imports.preview(**words)
        else:
            is_open = options["open_registration"]
            outcome = imports.bring_in(
                **words, is_open=is_open, tell=self._show, source=source, begun=self._begun
            )
        self._tell(f"{outcome.conference}: done in {monotonic() - started:.1f} s")
        self._warn(outcome)
        return imports.counts(outcome)

    def _read(self, options: dict[str, Any]) -> tuple[Schedule, Source]:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        # An empty file is no sheet: a sheet has a line of headings at least.
        if content.strip() and kind_of(content) == SHEET:
            schedule = self._read_sheet(content, path, options)
        else:
            schedule = reading.read(content)
        self._tell(f"read {len(schedule.talks)} sessions")
        return schedule, Source(path.name, sha256(content).hexdigest())

    def _read_sheet(self, content: bytes, path: Path, options: dict[str, Any]) -> Schedule:
        """Read a spreadsheet as it is guessed to be meant; where that isn't sure, nobody is asked here."""
        slug = options["conference"]
        if not slug:
            msg = "A spreadsheet doesn't say of which conference it is. Name one with --conference."
            raise CommandError(msg)
        home = Conference.objects.filter(slug=slug).first()
        zone = options["zone"] or (home.zone if home else settings.TIME_ZONE)
        try:
            validate_zone(zone)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        found = spreadsheets.sketch(content, Layout())
        if found.has_slashes and not found.date_order:
            msg = "Its dates with slashes may be meant either way. Write them like 2031-11-14."
            raise CommandError(msg)
        read = spreadsheets.read(
            content,
            found.layout,
            found.chosen,
            title=home.title.value if home else path.stem,
            zone=zone,
            date_order=found.date_order or days.DAY_FIRST,
        )
        for note in read.notes:
            self._tell(note)
        if read.faults:
            lines = (f"{each.column}{each.row}: {each.text}" for each in read.faults)
            raise CommandError("\n".join(("Nothing is written; mend these cells:", *lines)))
        return read.schedule

    def _undo(self, wanted: str) -> dict[str, Any]:
        try:
            imported = Import.objects.get(pk=wanted)
        except (Import.DoesNotExist, ValidationError) as error:
            raise CommandError(f"There is no import {wanted}.") from error
        undone = undo.undo(actor=None, imported=imported, tell=self._show)
        for line in names_of(list(undone.kept)):
            self.stderr.write(f"stays: {line}")
        return undo.counts(undone)

    def _begun(self, imported: UUID) -> None:
        self._tell(f"import {imported} begins; --undo takes back what is written of it")

    def _show(self, progress: Progress) -> None:
        tenth = progress.done * 10 // progress.total if progress.total else 0
        if (progress.text, tenth) != self._shown:
            self._shown = (progress.text, tenth)
            self._tell(str(progress))

    def _tell(self, line: str) -> None:
        if self._is_telling:
            self.stderr.write(line, self.style.NOTICE)

    def _warn(self, outcome: Outcome) -> None:
        for warning in outcome.warnings:
            self.stderr.write(warning)
        for line in names_of(list(outcome.kept)):
            self.stderr.write(f"edited here, and kept: {line}")
        if outcome.withdrawn:
            self.stderr.write(f"{outcome.withdrawn} session(s) left the file and were withdrawn.")
