"""Places on a page that apps above it may fill, so that the page need not know them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

PartView = Callable[[HttpRequest, Any], str]

_parts: dict[str, list[tuple[int, PartView]]] = {}


def part(place: str, *, order: int = 50) -> Callable[[PartView], PartView]:
    """Register `(request, subject) -> safe HTML` for a place; an empty answer shows nothing."""

    def register(view: PartView) -> PartView:
        _parts.setdefault(place, []).append((order, view))
        return view

    return register


def fill(place: str, request: HttpRequest, subject: Any) -> list[str]:
    """Return the HTML of all parts of a place, in their order."""
    ordered = sorted(_parts.get(place, []), key=lambda entry: entry[0])
    return [html for _order, view in ordered if (html := view(request, subject))]
