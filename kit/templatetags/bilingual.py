"""`{{ obj|said:"title" }}`: a two-language text as the reader should get it."""

from django import template

from kit.bilingual import Bilingual, Text
from kit.bilingual import said as said_text

register = template.Library()


@register.filter
def said(obj: Bilingual, field: str) -> Text:
    """Return the text in the reader's language, else the one there is, with its state."""
    return said_text(obj, field)
