"""`manage.py import_recommendations FILE`: bring in existing recommendations with their official answers."""

import json
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kit.refusals import Refused
from records.importing import alphabets, recommendations, tables
from records.importing.tables import Table


class Command(BaseCommand):
    """Imports a table; the last line on stdout counts what was done, as JSON."""

    help = (
        "Bring in existing recommendations from a table (CSV) whose first row names its columns: to "
        "whom (To), the words (Text), and where they are known by whom (From), what was answered "
        "(Response) and in which session (Session). Encoding, separator and line ends are recognised. "
        "The whole file is read before anything is written; if a cell can't be read, its line and "
        "column are named and nothing is written. Run again, only what is new is written. The last "
        "line on stdout is JSON."
    )
    _shown = -1
    _is_telling = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="a table of recommendations")
        parser.add_argument(
            "--to", default="", metavar="NAME", help="take only those addressed to this state"
        )
        parser.add_argument(
            "--encoding",
            default="",
            choices=sorted(alphabets.ENCODINGS),
            help="how the file is encoded (default: recognised, and said)",
        )
        parser.add_argument(
            "--source",
            default="",
            metavar="NAME",
            help="where the recommendations come from, in words (default: the file's name)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="count what would be done, and write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and count; any refusal ends with its text and nothing written."""
        self._is_telling = options["verbosity"] > 0
        path: Path = options["file"]
        started = monotonic()
        try:
            table = tables.opened(path, encoding=options["encoding"])
            self._tell_of(table)
            counts = recommendations.bring_in(
                table,
                source=(options["source"] or path.stem)[:200],
                to=options["to"],
                is_dry=options["dry_run"],
                tell=self._show,
            )
        except Refused as refused:
            raise CommandError(f"{path}: {refused.text}") from refused
        self._tell(f"done in {monotonic() - started:.1f} s")
        line = {"file": path.name, "encoding": table.encoding, **counts.as_json()}
        self.stdout.write(json.dumps(line, ensure_ascii=False))

    def _tell_of(self, table: Table) -> None:
        how = "guessed; --encoding overrides" if table.is_guessed else "known"
        mark = {"\t": "tab"}.get(table.separator, table.separator)
        self._tell(f"encoding {table.encoding} ({how}), separator {mark}")

    def _show(self, done: int, total: int) -> None:
        tenth = done * 10 // total if total else 10
        if tenth != self._shown:
            self._shown = tenth
            self._tell(f"{done} of {total}")

    def _tell(self, line: str) -> None:
        if self._is_telling:
            self.stderr.write(line, self.style.NOTICE)
