"""What tests of the agenda share: a plan of three items, and what they look at."""

from typing import Any
from uuid import UUID

from accounts.models import Person
from live.models import Event
from sessions import items, queries
from sessions.items import Line
from sessions.models import AgendaItem, Session

TITLES = ("Welcome", "Reports", "Discussion")


def line(title: str = "Welcome", **fields: Any) -> Line:
    empty: dict[str, Any] = {"title_ru": "", "speaker": "", "minutes": 10}
    return Line(title_en=title, **(empty | fields))


def kept(item: AgendaItem, **changes: Any) -> Line:
    """Return the line that leaves an item as it is, but for what changes."""
    names = ("title_en", "title_ru", "speaker", "minutes")
    return Line(**({name: getattr(item, name) for name in names} | {"id": item.pk} | changes))


def three(session: Session, actor: Person) -> list[AgendaItem]:
    return items.plan(actor=actor, session=session, lines=[line(title) for title in TITLES])


def current(session: Session) -> UUID | None:
    run = queries.current_run(session)
    return run.item_id if run else None


def runs(session: Session) -> list[tuple[str, bool]]:
    """Return what ran, in order, and whether it has ended."""
    rows = session.runs.order_by("id").values_list("item__title_en", "ended_at")
    return [(title, ended is not None) for title, ended in rows]


def log(session: Session) -> list[tuple[str, UUID | None]]:
    """Return what was told in all streams of a room, and the item that each event carries."""
    rows = Event.objects.filter(stream__startswith=str(session.live_room)).order_by("id")
    return list(rows.values_list("name", "agenda_item"))
