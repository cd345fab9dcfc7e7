"""Budgets: lines by partner, written as a whole; the sums and what they must come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from grants.editing import changed, opened
from grants.models import Application, BudgetLine
from grants.money import checked
from grants.wording import line
from kit.refusals import Refused
from live.hub import verb

MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A line as somebody writes it: whose, what for, what is asked, what they bear."""

    partner: UUID
    name: str
    asked: Decimal = Decimal(0)
    own: Decimal = Decimal(0)


@verb
def write(
    *, actor: Person, application: Application, edition: int, lines: Sequence[Line]
) -> Application:
    """Write all lines anew; who wrote the budget meanwhile is not written over.

    What is wrong with a line is said of that line: `line-3-asked` is what is asked in the fourth.
    """
    held = opened(actor, application)
    if held.budget_edition != edition:
        text = _("A partner has changed the budget since you opened it. Both are below.")
        raise Refused("budget.edited", text)
    if len(lines) > MOST_LINES:
        raise Refused("budget.too_many", _("A budget has at most 100 lines."))
    acting = set(held.partners.filter(left_at=None).values_list("pk", flat=True))
    rows = [_row(held, place, said, acting) for place, said in enumerate(lines)]
    if [_facts(row) for row in rows] == [_facts(row) for row in held.lines.all()]:
        return held
    held.lines.all().delete()
    BudgetLine.objects.bulk_create(rows)
    held.budget_edition += 1
    changed(held, actor, "budget_edition")
    return held


def _row(application: Application, place: int, said: Line, acting: set[UUID]) -> BudgetLine:
    at = f"line-{place}"
    if said.partner not in acting:
        text = _("Say whose line this is: one of the partners.")
        raise Refused("budget.partner", text, field=f"{at}-partner")
    name = line(said.name, f"{at}-name")
    if not name:
        raise Refused("budget.nameless", _("Say what it is for."), field=f"{at}-name")
    asked, own = checked(said.asked, f"{at}-asked"), checked(said.own, f"{at}-own")
    if not asked and not own:
        text = _("This line costs nothing: write an amount, or leave the line out.")
        raise Refused("budget.nothing", text, field=f"{at}-asked")
    return BudgetLine(
        application=application,
        partner_id=said.partner,
        position=place,
        name=name,
        asked=asked,
        own=own,
    )


def _facts(row: BudgetLine) -> tuple[object, ...]:
    return (row.partner_id, row.name, row.asked, row.own)
