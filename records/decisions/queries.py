"""What can be read of decisions and actions: in a room, in a record, by everyone."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Person
from groups.models import Group
from groups.queries import membership_of
from kit.refusals import NotHere
from records.decisions.models import Action, ActionState, Carried, Decision
from sessions import queries as session_queries
from sessions.models import Session, State
from sessions.queries import Reader

# What goes on is told to who may enter it alone; everyone reads it once the record is made.
_PUBLIC = Q(
    session__state=State.ENDED,
    session__is_record_public=True,
    session__conference__is_public=True,
)


def visible_to(reader: Reader) -> QuerySet[Decision]:
    """Return the decisions that a person may read: of public records, and where they may enter."""
    rows = Decision.objects.filter(_PUBLIC | Q(session__in=_entered(reader)))
    return rows.select_related(
        "session__conference", "session__group", "group", "item"
    ).prefetch_related("sources")


def actions_visible_to(reader: Reader) -> QuerySet[Action]:
    """Return the actions that a person may read; those of a group without a session: its members."""
    rule = _PUBLIC | Q(session__in=_entered(reader))
    if isinstance(reader, Person) and reader.is_active:
        member = reader.memberships.filter(ended_at=None).values("group")
        rule |= Q(session=None) & (Q() if reader.is_organiser else Q(group__in=member))
    return Action.objects.filter(rule).select_related(
        "session__conference", "session__group", "group", "owner__organisation", "decision"
    )


def _entered(reader: Reader) -> QuerySet[Session, UUID]:
    return session_queries.visible_to(reader).order_by().values_list("pk", flat=True)


def one(reader: Reader, number: int) -> Decision:
    """Return the decision of a number; who may not read it finds nothing there."""
    found = visible_to(reader).filter(number=number).first()
    if found is None:
        raise NotHere
    return found


def listed(reader: Reader, group: str = "") -> QuerySet[Decision]:
    """Return decisions for a list, the latest number first, of all or of one group."""
    rows = visible_to(reader).order_by("-number")
    return rows.filter(group__slug=group) if group else rows


def groups_with_decisions(reader: Reader) -> list[Group]:
    """Return the groups for which a person may read decisions, in their order, in one query."""
    held = visible_to(reader).order_by().values("group")
    return list(Group.objects.filter(pk__in=held).order_by("position", "slug"))


def decisions_in(session: Session) -> list[Decision]:
    """Return a session's decisions in the order of its log, in two queries."""
    rows = Decision.objects.filter(session=session, seq__gt=0).select_related(
        "item", "group", "session__conference", "session__group"
    )
    return list(rows.prefetch_related("sources").order_by("seq"))


def actions_in(session: Session) -> list[tuple[Action, Carried | None]]:
    """Return what stands in a room, its own and what was carried over, as the log has them: two queries."""
    shown = ("owner__organisation", "decision", "session__conference", "session__group")
    own = Action.objects.filter(session=session, seq__gt=0).select_related(*shown)
    carried = Carried.objects.filter(session=session, seq__gt=0).select_related(
        *(f"action__{name}" for name in shown)
    )
    found: list[tuple[int, Action, Carried | None]] = [(each.seq, each, None) for each in own]
    found += [(each.seq, each.action, each) for each in carried]
    return [(action, row) for _seq, action, row in sorted(found, key=lambda each: each[0])]


def action_in(session: Session, action: UUID) -> Action:
    """Return an action that stands in a session, its own or carried over, with its row locked."""
    here = Q(session=session) | Q(carried__session=session)
    known = Action.objects.filter(here, pk=action).exists()
    rows = Action.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("session", "group").filter(pk=action).first() if known else None
    if found is None:
        raise NotHere
    return found


def rooms_of(action: Action) -> list[Session]:
    """Return every session in whose room an action stands, in one query."""
    held = Q(pk=action.session_id) | Q(carried__action=action)
    rows = Session.objects.filter(held).select_related("conference", "group")
    return list(rows.distinct().order_by("pk"))


def open_of_group(group: Group, *, but: Session) -> QuerySet[Action]:
    """Return a group's open actions that were not taken in a session and do not stand in it yet.

    Their rows are locked: whoever changes one meanwhile waits, and then tells this room of it too.
    """
    locked = Action.objects.select_for_update(no_key=True, of=("self",))
    rows = locked.filter(group=group, state=ActionState.OPEN).exclude(session=but)
    fresh = rows.exclude(carried__session=but).select_related(
        "session__conference", "session__group", "owner__organisation"
    )
    return fresh.order_by("taken_at", "id")


def owed_by(person: Reader) -> list[Action]:
    """Return a person's open actions, the soonest due first, in one query."""
    if isinstance(person, AnonymousUser):
        return []
    rows = Action.objects.filter(owner=person, state=ActionState.OPEN)
    found = rows.select_related("session__conference", "session__group", "group", "decision")
    return list(found.order_by("due_on", "taken_at", "id"))


def open_actions(reader: Reader, group: Group) -> QuerySet[Action]:
    """Return a group's open actions for who belongs to it, the soonest due first."""
    is_in = isinstance(reader, Person) and (
        reader.is_organiser or membership_of(reader, group) is not None
    )
    rows = actions_visible_to(reader) if is_in else Action.objects.none()
    return rows.filter(group=group, state=ActionState.OPEN).order_by("due_on", "taken_at", "id")


def with_wordings(decision: Decision) -> Decision:
    """Return a decision with its earlier wordings and its actions fetched along."""
    owed = Action.objects.select_related("owner__organisation").order_by("seq")
    return (
        Decision.objects.prefetch_related("wordings", "sources", Prefetch("actions", owed))
        .select_related("session__conference", "session__group", "group", "item")
        .get(pk=decision.pk)
    )


def numbers_resting_on(decisions: Iterable[Decision]) -> dict[int, list[int]]:
    """Return, by numbers in the log, the decisions that rest on each event."""
    found: dict[int, list[int]] = {}
    for decision in decisions:
        for source in decision.sources.all():
            found.setdefault(source.seq, []).append(decision.number)
    return found
