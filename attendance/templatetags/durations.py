"""`{{ row.time|duration }}`: a length of time as hours, minutes and seconds, days never split off."""

from datetime import timedelta

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
    return f"{int(share * 100)} %"
