"""`manage.py catalogue`: writes docs/protocol.md and the client's types from the catalogue."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from live.documents import client_types, protocol_page


class Command(BaseCommand):
    """Writes what is made from the catalogue, or says that it is stale."""

    help = "Regenerate docs/protocol.md and static/src/live/wire.gen.ts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--check`, which writes nothing."""
        parser.add_argument("--check", action="store_true", help="fail when a file is stale")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write both files, or with --check name those that differ."""
        wanted = {
            settings.BASE_DIR / "docs" / "protocol.md": protocol_page(),
            settings.BASE_DIR / "static" / "src" / "live" / "wire.gen.ts": client_types(),
        }
        for path, text in wanted.items():
            fresh = path.exists() and path.read_text() == text
            if options["check"] and not fresh:
                msg = f"{path.relative_to(settings.BASE_DIR)} is stale: run `make catalogue`"
                raise CommandError(msg)
            if not fresh:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
                self.stdout.write(f"wrote {path.relative_to(settings.BASE_DIR)}")
