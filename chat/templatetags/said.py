"""`{% said slices.room.messages session as rows %}`: a room's messages with what they reply to."""

from typing import Any

from django import template

from chat import reading
from sessions.models import Session

register = template.Library()


@register.simple_tag
def said(rows: list[dict[str, Any]], session: Session) -> list[dict[str, Any]]:
    """Return messages of a room's slice as templates show them."""
    return reading.with_quotes(session, rows)
