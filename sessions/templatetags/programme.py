"""`{{ counts|of:session.pk }}`: what a mapping holds for a key, nothing where it holds nothing."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of(found: Mapping[object, int], key: object) -> int:
    """Return the number under a key, or nought."""
    return found.get(key, 0)
