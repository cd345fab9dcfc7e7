"""`manage.py worker`: the process that does what nobody asks for, beside the web processes."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from live.duties import run_until


class Command(BaseCommand):
    """Opens and ends sessions by the clock, tells late counts, ends leases; until it is stopped."""

    help = "Run the regular duties of all apps until stopped."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run until SIGTERM or SIGINT; whatever is under way is finished first."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("worker: ready")
        run_until(stop)
