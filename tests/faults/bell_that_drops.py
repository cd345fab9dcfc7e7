"""`manage.py`, but a share of this server's bells is dropped: 0 to 1, as the file BELL_DROPS says now.

The drop sits where a bell is rung, so that no process hears of it, the ringing one neither.
"""

import os
import random
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspp_live.settings")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from django.core.management import execute_from_command_line

from live import bell

_share = Path(os.environ["BELL_DROPS"])
_chance = random.Random(int(os.environ["BELL_SEED"]))
_ring = bell.ring


def ring(heads: dict[str, int]) -> None:
    if _chance.random() >= float(_share.read_text()):
        _ring(heads)


bell.ring = ring

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
