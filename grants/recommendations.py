"""The way to a recommendation that a project serves: it lives in an app beside this one.

An app that has pages of recommendations is asked by the names of their addresses; where none has
them, the number stands without a link.
"""

from django.urls import NoReverseMatch, reverse

_NAMES = ("records:recommendation", "recommendations:detail")


def address_of(number: int | None) -> str:
    """Return where a recommendation is read, or nothing."""
    if number is None:
        return ""
    for name in _NAMES:
        try:
            return reverse(name, args=[number])
        except NoReverseMatch:
            continue
    return ""
