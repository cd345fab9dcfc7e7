"""`{{ line.attended.strict|duration }}`: lengths of time, shares, and hours to the second."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import template

register = template.Library()


@register.filter
def duration(time: timedelta) -> str:
    """Return `38:48:52` for a day and fourteen hours and some: sums are compared by hours."""
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}"


@register.filter
def percent(share: float) -> str:
    """Return a share as whole per cent, rounded down, so that 100 means all of it."""
    # By the decimals that are written: 0.29 is no binary fraction, and 0.29 × 100 less than 29.
    return f"{int(Decimal(repr(share)) * 100)} %"


@register.filter
def seconds(seconds: int) -> timedelta:
    """Return whole seconds as a duration, for `|seconds|duration`."""
    return timedelta(seconds=seconds)


@register.filter
def to_the_second(at: datetime, zone: str) -> str:
    """Return an instant as hours, minutes and seconds on a clock in that zone."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M:%S}"
