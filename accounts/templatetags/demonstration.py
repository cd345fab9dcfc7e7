"""`{% demonstration_doors as doors %}`: the one-click sign-ins that there are."""

from django import template

from accounts.demonstration import Door, doors

register = template.Library()


@register.simple_tag
def demonstration_doors() -> list[Door]:
    """Return the buttons; none in production."""
    return doors()
