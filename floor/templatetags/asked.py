"""`{% asked slices session as floor %}`: a room's questions as pages show them; `{% shown_as %}`."""

from dataclasses import asdict
from typing import Any

from django import template

from accounts.models import Person
from accounts.people import shown
from floor import reading
from floor.reading import Floor
from sessions.here import Who, who
from sessions.models import Session
from sessions.views import Draft

register = template.Library()

_ASKING = frozenset({"question.ask", "question.ask_unnamed"})


@register.simple_tag
def asked(slices: dict[str, Any], session: Session) -> Floor:
    """Return the questions of a room's slices, which have been made ready, as templates show them."""
    return reading.arranged(slices, session)


@register.simple_tag
def shown_as(person: Person) -> Who:
    """Return what others see of a person: told before they ask under their name."""
    return who(asdict(shown(person)))


@register.filter
def asking(draft: Draft | None) -> Draft | None:
    """Return what was typed into the form that asks, and not into any other."""
    return draft if draft and draft.name in _ASKING else None
