"""`{{ session.starts_at|local:zone }}`: an instant with the city's name beside the hour."""

from datetime import datetime

from django import template

from kit.zones import Local
from kit.zones import local as local_time

register = template.Library()


@register.filter
def local(instant: datetime, zone: str) -> Local:
    """Return the instant as a clock in that zone shows it."""
    return local_time(instant, zone)
