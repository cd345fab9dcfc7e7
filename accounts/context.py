"""What every page's template knows: the programme, the reader's zone, and who they are."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import programmes
from accounts.models import Person, Programme
from kit.rules import allows


def programme(request: HttpRequest) -> dict[str, Any]:
    """Return them; the programme is read when a template first asks, once a request."""
    person = getattr(request, "user", None)
    reader = getattr(request, "reader", None)
    return {
        "programme": _programme_of(request),
        "may_desk": allows("accounts.desk", person),
        "reader_zone": reader.zone if reader else settings.TIME_ZONE,
        "person_id": str(person.pk) if isinstance(person, Person) else "",
    }


def _programme_of(request: HttpRequest) -> "SimpleLazyObject[Programme]":
    # A page is often rendered in several pieces, each with a context of its own.
    found: SimpleLazyObject[Programme] | None = getattr(request, "programme", None)
    if found is None:
        found = SimpleLazyObject(programmes.current)
        request.programme = found  # type: ignore[attr-defined]
    return found
