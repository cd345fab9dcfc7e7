"""`{{ counts|of:session.pk }}`: what a mapping holds for a key; `{{ row|written_by:pen }}`: a row as HTML."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from conferences.models import Conference
from sessions.programme.row_text import Pen
from sessions.programme.rows import Row

register = template.Library()


@register.filter
def of(found: Mapping[object, int], key: object) -> int:
    """Return the number under a key, or nought."""
    return found.get(key, 0)


@register.simple_tag
def row_pen(conference: Conference, sprite: str, person_id: str) -> Pen:
    """Return what writes the rows of this page."""
    return Pen(conference, sprite, has_stars=bool(person_id))


@register.filter
def written_by(row: Row, pen: Pen) -> SafeString:
    """Return a row of the agenda as HTML."""
    return pen.row(row)
