"""Addresses of our own pages as they stand in mail and in calendars: with the site in front."""

from typing import Any

from django.conf import settings
from django.urls import reverse


def absolute(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the whole address of a page by its URL name, for readers who are not on the site."""
    return f"{settings.SITE_URL}{reverse(name, args=args, kwargs=kwargs)}"
