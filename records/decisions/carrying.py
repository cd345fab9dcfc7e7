"""A group's open actions stand in each of its meetings until they are closed."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Person
from groups.models import Group
from live import clock
from live.hub import Numbered, publish, verb
from records import protocol
from records.decisions import queries
from records.decisions.models import Action, Carried
from records.decisions.rows import day, origin_of
from sessions import life, people
from sessions.models import IN_SESSION, Session


@life.at_opening
@verb
def carry_over(session: Session, actor: Person | None) -> None:
    """Put a group's open actions into the room of its meeting whose doors open."""
    if session.group is not None:
        hold_group(session.group)
        _carry(list(queries.open_of_group(session.group, but=session)), session)


def hold_group(group: Group) -> None:
    """Let the openings of a group's meetings and what is taken for it afterwards follow one another.

    Else an action that is written while the next meeting opens is in neither's sight. Before it
    only the row of a session may be locked, and never another group's.
    """
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)


@verb
def carry_into_what_goes_on(action: Action) -> None:
    """Put an action into those meetings of its group that are under way."""
    rows = Session.objects.filter(group=action.group, state__in=IN_SESSION)
    for session in rows.select_related("group").order_by("pk"):
        if session.pk != action.session_id:
            _carry([action], session)


def _carry(actions: Sequence[Action], session: Session) -> None:
    owners = {action.owner_id: action.owner for action in actions if action.owner}
    people.show(list(owners.values()), session)
    now = clock.now()
    for action in actions:
        row = Carried.objects.create(action=action, session=session, at=now)
        publish(session.live_room, _told(action), numbered=_number(row))


def _number(row: Carried) -> Numbered:
    def write(seq: int, at: datetime) -> None:
        row.seq, row.at = seq, at
        row.save(update_fields=["seq", "at"])

    return write


def _told(action: Action) -> protocol.ActionCarried:
    return protocol.ActionCarried(
        action=action.pk,
        owner=action.owner_id,
        due_on=day(action),
        text_en=action.text_en,
        text_ru=action.text_ru,
        source_language=action.source_language,  # type: ignore[arg-type]  # as the column has it
        translation_state=action.translation_state,  # type: ignore[arg-type]  # as the column has it
        decision=action.decision_id,
        edition=action.edition,
        origin=origin_of(action),
    )
