"""The kernel's hour standing still, on every database, until a test moves it."""

from datetime import datetime, timedelta

import pytest

from live import clock


class Hour:
    """What the kernel takes for now."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        """Return the hour at which it stands."""
        return self.instant

    def shift(self, seconds: float) -> None:
        """Let so much time pass."""
        self.instant += timedelta(seconds=seconds)


def stopped(monkeypatch: pytest.MonkeyPatch) -> Hour:
    """Stop the kernel's clock for the rest of a test."""
    hour = Hour(clock.now())
    monkeypatch.setattr(clock, "now", hour.now)
    return hour
