"""`demo`: loads the demonstration programme, or brings it up to today."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kit.refusals import Refused
from portal.demonstration.loading import load


class Command(BaseCommand):
    help = (
        "Loads the demonstration programme; on another day it moves what goes on now to that day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it and print one line of JSON that counts it; production settings refuse."""
        try:
            count = load()
        except Refused as refused:
            raise CommandError(str(refused.text)) from refused
        self.stdout.write(json.dumps(count.as_json(), ensure_ascii=False))
