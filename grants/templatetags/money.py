"""`{{ amount|money:currency }}`: an amount as the reader's language writes it, with its currency."""

from decimal import Decimal

from django import template
from django.utils import formats

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str = "") -> str:
    """Return the amount with marks between thousands; whole amounts without their cents."""
    if amount is None:
        return "—"
    places = 0 if amount == amount.to_integral_value() else 2
    figure = formats.number_format(amount, places, use_l10n=True, force_grouping=True)
    return f"{figure}\u00a0{currency}" if currency else str(figure)
