"""Who may do what with a work plan, one line a rule."""

from accounts.models import Person
from groups.plans import queries
from groups.plans.models import Plan
from kit.refusals import Forbidden, NotHere
from kit.rules import allows, rule


@rule("groups.read_plan")
def read_plan(person: Person, plan: Plan) -> bool:
    """Everyone reads a public plan, without signing in too; another one is for its members."""
    return queries.may_read(person, plan)


@rule("groups.write_plan")
def write_plan(person: Person, plan: Plan) -> bool:
    """Members write steps; organisers too."""
    return person.is_organiser or bool(queries.memberships_in(person, plan))


@rule("groups.chair_plan")
def chair_plan(person: Person, plan: Plan) -> bool:
    """Co-chairs write aims, put things away, and say who reads; organisers too."""
    return person.is_organiser or queries.chairs(person, plan)


def demand(name: str, person: Person, plan: Plan) -> None:
    """Raise NotHere for who may not read the plan, Forbidden for who may only read it."""
    if not allows(name, person, plan):
        raise Forbidden if queries.may_read(person, plan) else NotHere
