"""What must be done again and again without anybody asking: apps register it, a worker does it."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection

logger = logging.getLogger(__name__)
Work = Callable[[], object]
W = TypeVar("W", bound=Work)


@dataclass(frozen=True, slots=True)
class Duty:
    """A piece of work, idempotent and safe to run in two processes at once, and its interval."""

    name: str
    seconds: float
    work: Work


_duties: list[Duty] = []


def duty(name: str, *, seconds: float) -> Callable[[W], W]:
    """Register work to be done every so many seconds."""

    def register(work: W) -> W:
        _duties.append(Duty(name, seconds, work))
        return work

    return register


def run_until(stop: threading.Event) -> None:
    """Do every duty at its interval until told to stop; one that fails is logged and tried again."""
    due = {each.name: 0.0 for each in _duties}
    while not stop.is_set():
        for each in _duties:
            if time.monotonic() >= due[each.name]:
                _run(each)
                due[each.name] = time.monotonic() + each.seconds
        stop.wait(0.25)


def _run(each: Duty) -> None:
    try:
        each.work()
    except Exception as error:  # noqa: BLE001 - a duty that fails must not end the worker
        logger.warning("duty %s failed: %s: %s", each.name, type(error).__name__, error)
        connection.close()
