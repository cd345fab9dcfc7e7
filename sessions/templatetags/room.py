"""`{% new_id %}`: a command's own id for a plain form, so that sending it twice has one effect."""

from uuid import uuid4

from django import template

register = template.Library()


@register.simple_tag
def new_id() -> str:
    """Return an id that no form had before."""
    return str(uuid4())
