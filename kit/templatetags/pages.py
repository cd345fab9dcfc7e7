"""`{% parts "conference.main" conference %}`: what the apps above add to a page."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from kit.pages import fill

register = template.Library()


@register.simple_tag(takes_context=True)
def parts(context: Context, place: str, subject: Any = None) -> SafeString:
    """Return the registered parts of a place; each is rendered from a template of its own app."""
    found = fill(place, context["request"], subject)
    safe = ((mark_safe(html),) for html in found)  # noqa: S308 - rendered by Django templates
    return format_html_join("", "{}", safe)
