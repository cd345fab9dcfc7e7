"""What the room's page needs of templates: an id for a form, and what its script is told."""

from typing import Any
from uuid import uuid4

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import json_script
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def new_id() -> str:
    """Return a command's own id for a plain form, so that sending it twice has one effect."""
    return str(uuid4())


class _AsWritten(DjangoJSONEncoder):
    """Cyrillic as it is: escaped it would be three times as long, and names are not compressed here."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False})


@register.simple_tag
def room_script(config: dict[str, Any]) -> SafeString:
    """Return the element in which the room's script finds what it is told; `<`, `>` and `&` are escaped."""
    return json_script(config, "room-config", encoder=_AsWritten)
