"""`{% script_texts "first" %}`: where the page's script finds its sentences in the reader's language."""

from django import template

from kit import script_texts as texts

register = template.Library()


@register.simple_tag
def script_texts(part: texts.Part) -> str:
    """Return the address of a part of the sentences."""
    return texts.address(part)
