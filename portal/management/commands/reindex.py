"""`manage.py reindex`: compares what can be found with what is there; prints one line of JSON at its end."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from kit import finding
from portal.search import index
from portal.search.models import Entry
from portal.search.tables import lay


class Command(BaseCommand):
    """Brings the index of the search up to date, or writes it anew."""

    help = "Compares the index of the search with what is there, with progress."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be asked."""
        parser.add_argument("--anew", action="store_true", help="empty each part first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare each source, a batch at a time; nobody has to stop working meanwhile."""
        lay(connection)
        counts: dict[str, int] = {}
        names = [source.name for source in finding.sources()]
        for name in Entry.objects.order_by().values_list("source", flat=True).distinct():
            if name not in names:
                index.forget(name)
        for source in finding.sources():
            if options["anew"]:
                index.forget(source.name)
            counts[source.name] = index.compare(source, self._tell)
        written = {"entries": Entry.objects.count(), "written": counts}
        self.stdout.write(json.dumps(written))

    def _tell(self, name: str, done: int) -> None:
        self.stderr.write(f"{name}: {done} compared")
