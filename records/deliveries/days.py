"""Days of deliveries and replies: whose calendar they are judged by."""

from datetime import UTC, date, timedelta

from live import clock

# The first and the last place on Earth where a day begins.
_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)


def latest() -> date:
    """Return the day that it is where the day begins first: no later one has happened anywhere."""
    return (clock.now().astimezone(UTC) + _EAST).date()


def over() -> date:
    """Return the first day that is not over everywhere: what was due before it is overdue."""
    return (clock.now().astimezone(UTC) - _WEST).date()
