"""`{% contact as address %}`: to whom a page sends who needs help; needs neither request nor database."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def contact() -> str:
    """Return the mail address of the organisers' help, or nothing when none is named."""
    return str(settings.CONTACT_EMAIL)
