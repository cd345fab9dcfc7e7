"""Money: exact amounts, a project's sums, the share that partners bear. Nothing here is rounded."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kit.refusals import Refused

# ISO 4217, those that the programme's countries and its likely funders count in.
CURRENCIES = ("USD", "EUR", "RUB", "GBP", "CHF", "SEK", "NOK", "PLN", "UAH", "KZT", "CAD", "JPY")
MOST = Decimal("9999999999.99")
CENT = Decimal("0.01")

# "1,200" is twelve hundred and "1200,5" has a comma for a point: three figures behind a comma tell which.
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_PLAIN = re.compile(r"-?[0-9]{1,15}([.,][0-9]{0,9})?")


class Priced(Protocol):
    """A line of a budget, as far as sums go."""

    @property
    def asked(self) -> Decimal:
        """Return what is asked of the grant."""

    @property
    def own(self) -> Decimal:
        """Return what the partner bears."""

    @property
    def partner_id(self) -> UUID:
        """Return whose line it is."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What is asked of the grant and what the partners bear; together the cost."""

    asked: Decimal = Decimal(0)
    own: Decimal = Decimal(0)

    @property
    def cost(self) -> Decimal:
        """Return the whole cost."""
        return self.asked + self.own

    @property
    def share(self) -> Decimal:
        """Return what partners bear in percent of the cost, cut to one place: never more than it is."""
        if not self.cost:
            return Decimal(0)
        return (self.own * 1000 // self.cost) / 10

    def bears(self, percent: int) -> bool:
        """Say whether the partners bear so many percent of the cost, exactly."""
        return self.own * 100 >= self.cost * percent

    def plus(self, asked: Decimal, own: Decimal) -> "Sums":
        """Return the sums with one more line."""
        return Sums(self.asked + asked, self.own + own)


def sums_of(lines: Iterable[Priced]) -> Sums:
    """Return the sums of some lines."""
    found = Sums()
    for each in lines:
        found = found.plus(each.asked, each.own)
    return found


def by_partner(lines: Iterable[Priced]) -> dict[UUID, Sums]:
    """Return the sums of each partner's lines."""
    found: dict[UUID, Sums] = {}
    for each in lines:
        found[each.partner_id] = found.get(each.partner_id, Sums()).plus(each.asked, each.own)
    return found


def amount(text: str, field: str) -> Decimal:
    """Return an amount as somebody typed it: a point or a comma, marks between thousands; none is nothing."""
    plain = "".join(text.split())
    if not plain:
        return Decimal(0)
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    elif not _PLAIN.fullmatch(plain):
        raise _no_amount(field)
    return checked(Decimal(plain.replace(",", ".")), field)


def checked(found: Decimal, field: str) -> Decimal:
    """Return an amount that can be kept: not below nothing, in whole cents, not beyond measure."""
    if not found.is_finite():
        raise _no_amount(field)
    if found < 0:
        text = _("An amount is not below nothing.")
        raise Refused("budget.negative", text, field=field)
    if found > MOST:
        raise Refused("budget.too_large", _("This amount is beyond all measure."), field=field)
    if found != found.quantize(CENT):
        text = _("An amount has two places behind the point.")
        raise Refused("budget.fraction", text, field=field)
    return found.quantize(CENT)


def _no_amount(field: str) -> Refused:
    text = _("This is not an amount. Write it like 1200.50.")
    return Refused("budget.no_amount", text, field=field)
