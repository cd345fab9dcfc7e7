"""How Python runs a process that serves rooms: what it collects, and how often its threads take turns."""

import gc
import sys

# A command asks the database some fifteen times, and after each answer waits for its turn to run.
# With Python's own 5 ms it stood 100 ms behind any thread that computes: a page, somebody entering.
SWITCH_SECONDS = 0.0005
# By then the first visitors have brought in what is loaded only when it is needed.
SETTLED_AFTER = 60.0


def settle() -> None:
    """Let threads take turns often, and set what lives as long as the process aside from collecting.

    The modules of a site are 220,000 objects; looking through them all stopped every thread for 120
    to 180 ms, each half minute. Call it when a process is ready to serve, and once it has served.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
