"""What a worker does, in a process that imports nothing but what every start imports."""

import subprocess
import sys

ASK = (
    "import django; django.setup();"
    "from live.duties import _duties; print(*sorted(each.name for each in _duties))"
)


def test_every_duty_is_known_to_a_worker_that_has_just_started() -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, check=True, timeout=120
    )
    names = set(told.stdout.split())
    assert {
        "accounts.forget_letters",
        "accounts.letters",
        "sessions.clock",
        "sessions.meeting_letters",
        "sessions.reminders",
    } <= names
