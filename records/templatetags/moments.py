"""`{{ fact.at|to_second:session.zone }}`: an instant on the wall of one city, to the second."""

from datetime import datetime

from django import template

from kit.zones import local

register = template.Library()


@register.filter
def to_second(at: datetime, zone: str) -> str:
    """Return hours, minutes and seconds on a 24-hour clock in that zone."""
    return f"{local(at, zone).wall:%H:%M:%S}"
