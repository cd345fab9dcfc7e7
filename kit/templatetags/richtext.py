"""`{{ text|markdown }}`: what people wrote in Markdown, as safe HTML."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from kit.richtext import render_markdown

register = template.Library()


@register.filter
def markdown(text: object) -> SafeString:
    """Return the text as HTML of the allow-list; HTML inside the text is shown as text."""
    return mark_safe(render_markdown(str(text)))  # noqa: S308 - sanitised
