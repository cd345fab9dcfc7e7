"""A session's agenda: the plan of its items, and which of them is under discussion, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit.bilingual import CODES, other
from kit.bilingual import revise as revise_texts
from kit.names import clean_name
from kit.refusals import NotHere, Refused
from live import clock
from live.hub import Numbered, publish, turn, verb
from sessions import queries
from sessions.models import AgendaItem, ItemRun, Session, State
from sessions.protocol import AgendaSet, ItemEnded, ItemExtended, ItemStarted, PlannedItem
from sessions.rules import demand

MOST_ITEMS = 60
MOST_MINUTES = 600
MOST_AT_ONCE = 60
LONGEST = 200
_ANY_LENGTH = 10_000

audit.name_acts(
    {
        "agenda.plan": _("Agenda changed"),
        "agenda.next": _("Agenda moved on to the next item"),
        "agenda.back": _("Agenda moved back to an earlier item"),
        "agenda.start": _("Agenda item started"),
        "agenda.stop": _("Agenda item stopped"),
        "agenda.extend": _("Time added to an agenda item"),
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plan as it is written; `id` names the item that it changes, if it does."""

    title_en: str
    title_ru: str
    speaker: str
    minutes: int
    id: UUID | None = None


@verb
def plan(
    *, actor: Person, session: Session, lines: Sequence[Line], seen: str | None = None
) -> list[AgendaItem]:
    """Put a plan in place of the one before; a line with the id of an item changes that item.

    What has run stays in the plan: the log speaks of it. Once the session is over it is on record, and
    nothing of it changes any more but that a title's missing translation is added. `seen` is the mark of the plan that the
    writer had before them (`queries.mark_of`): nobody wipes out what another has just written.
    """
    demand("sessions.moderate", actor, session)
    session.state = Session.objects.select_for_update(no_key=True).get(pk=session.pk).state
    before = queries.items_of(session)
    mark = queries.mark_of(before)
    if seen is not None and seen != mark:
        raise _edited()
    cleaned = _checked(lines)
    _demand_what_ran(before, cleaned)
    if session.state == State.ENDED:
        _demand_as_recorded(before, cleaned)
    after = _written(session, before, cleaned)
    if queries.mark_of(after) != mark:
        publish(
            session.live_room, AgendaSet(items=[planned(item) for item in after]), actor=actor.pk
        )
        audit.record(
            actor=actor, act="agenda.plan", room=str(session.live_room), subject=session.pk
        )
    return after


@verb
def move_on(*, actor: Person, session: Session, after: UUID | None) -> ItemRun:
    """End the current item and start the one below it.

    Where none is current it is the one below the last that ran, at first the top one. `after` is
    what the sender saw as current, so that two who press at once don't skip an item.
    """
    current = _running(actor, session)
    _demand_seen(current, after)
    items = queries.items_of(session)
    place = _place(items, current or queries.last_run(session))
    if place + 1 >= len(items):
        text = _("This is the last item.") if items else _("This session has no agenda yet.")
        raise Refused("agenda.no_next", text)
    return _turned(actor, session, current, items[place + 1], "agenda.next")


@verb
def go_back(*, actor: Person, session: Session, after: UUID | None) -> ItemRun:
    """End the current item and go back to the one above it; where none is, to the last that ran."""
    current = _running(actor, session)
    _demand_seen(current, after)
    items = queries.items_of(session)
    place = _place(items, current or queries.last_run(session)) - (1 if current else 0)
    if place < 0:
        raise Refused("agenda.no_previous", _("There is no item before this one."))
    return _turned(actor, session, current, items[place], "agenda.back")


@verb
def start(*, actor: Person, session: Session, item: UUID, after: UUID | None) -> ItemRun:
    """Start any item, in place of the current one."""
    current = _running(actor, session)
    found = _item(session, item)
    _demand_seen(current, after)
    if current and current.item_id == item:
        raise Refused("agenda.already_current", _("This item is the current one already."))
    return _turned(actor, session, current, found, "agenda.start")


@verb
def stop(*, actor: Person, session: Session, after: UUID | None) -> ItemRun:
    """End the current item; none is current then."""
    current = _running(actor, session)
    _demand_seen(current, after)
    if current is None:
        raise Refused("agenda.nothing_runs", _("No item of the agenda is running."))
    _end(session, actor.pk, current)
    turn(session.live_room, None)
    _record(actor, session, "agenda.stop", current.item_id)
    return current


@verb
def extend(*, actor: Person, session: Session, item: UUID, minutes: int) -> AgendaItem:
    """Add minutes to the current item."""
    current = _running(actor, session)
    found = _item(session, item)
    _demand_seen(current, item)
    added = found.added_minutes + minutes
    if not 1 <= minutes <= MOST_AT_ONCE or added > MOST_MINUTES:
        text = _("Add between 1 and 60 minutes at once, 600 in all.")
        raise Refused("agenda.minutes", text, field="minutes")
    found.added_minutes = added
    found.save(update_fields=["added_minutes"])
    publish(session.live_room, ItemExtended(item=item, added=added), actor=actor.pk)
    _record(actor, session, "agenda.extend", item)
    return found


def end_current(actor: Person | None, session: Session) -> None:
    """End the item that runs, as the session ends; called under the lock of the session's row."""
    current = queries.current_run(session)
    if current:
        _end(session, actor.pk if actor else None, current)
        turn(session.live_room, None)


def resume(actor: Person, session: Session, ended_at: datetime | None) -> None:
    """Make the item current again that was so when the session ended, as it goes on after all."""
    run = queries.last_run(session)
    if run is not None and ended_at is not None and run.ended_at == ended_at:
        _begin(session, actor, run.item_id)


def planned(item: AgendaItem) -> PlannedItem:
    """Return an item as the plan tells it."""
    return PlannedItem(
        id=item.pk,
        title_en=item.title_en,
        title_ru=item.title_ru,
        speaker=item.speaker,
        minutes=item.minutes,
    )


def _running(actor: Person, session: Session) -> ItemRun | None:
    """Authorise, lock the session's row, and return the run of the current item."""
    demand("sessions.moderate", actor, session)
    session.state = Session.objects.select_for_update(no_key=True).get(pk=session.pk).state
    if session.state != State.LIVE:
        raise Refused("agenda.not_live", _("The agenda runs while the session is live."))
    return queries.current_run(session)


def _item(session: Session, item: UUID) -> AgendaItem:
    found = AgendaItem.objects.filter(session=session, pk=item).first()
    if found is None:
        raise NotHere
    return found


def _demand_seen(current: ItemRun | None, seen: UUID | None) -> None:
    if (current.item_id if current else None) != seen:
        text = _("Somebody else has just moved the agenda. Look at what is current now.")
        raise Refused("agenda.moved", text)


def _edited() -> Refused:
    text = _(
        "Somebody else has changed the plan while you were writing. It stands below as it is now; "
        "save again to put yours in its place."
    )
    return Refused("agenda.edited", text)


def _place(items: list[AgendaItem], run: ItemRun | None) -> int:
    """Return where in the plan an item stands that ran, -1 when nothing has run."""
    return [item.pk for item in items].index(run.item_id) if run else -1


def _turned(
    actor: Person, session: Session, current: ItemRun | None, item: AgendaItem, act: str
) -> ItemRun:
    """End what runs and start an item; each event carries the item that it belongs to."""
    if current:
        _end(session, actor.pk, current)
    run = _begin(session, actor, item.pk)
    _record(actor, session, act, item.pk)
    return run


def _begin(session: Session, actor: Person, item: UUID) -> ItemRun:
    run = ItemRun.objects.create(session=session, item_id=item, started_at=clock.now())
    turn(session.live_room, item)
    event = ItemStarted(item=item)
    publish(session.live_room, event, actor=actor.pk, numbered=_stamp(run, "started"))
    return run


def _end(session: Session, actor: UUID | None, run: ItemRun) -> None:
    # The row first, so that the next may begin; the event's own instant replaces this one.
    run.ended_at = clock.now()
    run.save(update_fields=["ended_at"])
    event = ItemEnded(item=run.item_id)
    publish(session.live_room, event, actor=actor, numbered=_stamp(run, "ended"))


def _stamp(run: ItemRun, end: Literal["started", "ended"]) -> Numbered:
    """Write an event's own instant and number into the row, so that both say the same."""

    def write(seq: int, at: datetime) -> None:
        setattr(run, f"{end}_at", at)
        setattr(run, f"{end}_seq", seq)
        run.save(update_fields=[f"{end}_at", f"{end}_seq"])

    return write


def _record(actor: Person, session: Session, act: str, item: UUID) -> None:
    audit.record(actor=actor, act=act, room=str(session.live_room), subject=item)


def _checked(lines: Sequence[Line]) -> list[Line]:
    """Return the lines as they are kept, or refuse the plan at the field that is wrong."""
    if len(lines) > MOST_ITEMS:
        raise Refused("agenda.too_long", _("An agenda has at most 60 items."))
    return [_check(number, line) for number, line in enumerate(lines)]


def _check(number: int, line: Line) -> Line:
    texts = {
        name: clean_name(getattr(line, name), _ANY_LENGTH)
        for name in ("title_en", "title_ru", "speaker")
    }
    if not (texts["title_en"] or texts["title_ru"]):
        text = _("Give the item a title, in one language at least.")
        raise Refused("agenda.untitled", text, field=f"items-{number}-title_en")
    for name, value in texts.items():
        if len(value) > LONGEST:
            text = _("At most 200 characters.")
            raise Refused("agenda.text_too_long", text, field=f"items-{number}-{name}")
    if not 1 <= line.minutes <= MOST_MINUTES:
        text = _("Plan between 1 and 600 minutes.")
        raise Refused("agenda.minutes", text, field=f"items-{number}-minutes")
    return Line(**texts, minutes=line.minutes, id=line.id)


def _demand_what_ran(before: list[AgendaItem], lines: list[Line]) -> None:
    kept = {line.id for line in lines}
    for item in before:
        if item.pk not in kept and item.runs.all():
            text = _("“%(title)s” has been discussed: it stays in the agenda.")
            raise Refused("agenda.has_run", text % {"title": item.title.value})


def _demand_as_recorded(before: list[AgendaItem], lines: list[Line]) -> None:
    """Refuse to rewrite what has run, where it stands on record: its words, its time, its place."""
    text = _("“%(title)s” is on record. Only a missing translation of its title can be added.")
    for place, item in enumerate(before):
        if item.runs.all():
            changed = _rewritten(item, lines[place]) if place < len(lines) else "title_en"
            if changed:
                field = f"items-{place}-{changed}"
                raise Refused("agenda.on_record", text % {"title": item.title.value}, field=field)


def _rewritten(item: AgendaItem, line: Line) -> str:
    """Return the first field of an item that its line in the plan changes, if it is its line at all."""
    if line.id != item.pk:
        return "title_en"
    titles = [f"title_{code}" for code in CODES if getattr(item, f"title_{code}")]
    fields = (*titles, "speaker", "minutes")
    return next((name for name in fields if getattr(line, name) != getattr(item, name)), "")


def _written(session: Session, before: list[AgendaItem], lines: list[Line]) -> list[AgendaItem]:
    known = {item.pk: item for item in before}
    after = []
    for position, line in enumerate(lines):
        # A line whose item another has removed meanwhile is a new item, as is one named twice.
        item = known.pop(line.id, None) if line.id else None
        after.append(_filled(item or AgendaItem(session=session), line, position, session))
    AgendaItem.objects.filter(pk__in=known).delete()
    for item in after:
        item.save()
    return after


def _filled(item: AgendaItem, line: Line, position: int, session: Session) -> AgendaItem:
    titles = {code: getattr(line, f"title_{code}") for code in CODES}
    if not getattr(item, f"title_{item.source_language}"):
        item.source_language = session.source_language
    if not titles[item.source_language]:
        item.source_language = other(item.source_language)
    # The original first: a translation written in the same breath is up to date.
    for code in (item.source_language, other(item.source_language)):
        if getattr(item, f"title_{code}") != titles[code]:
            revise_texts(item, language=code, title=titles[code])
    item.speaker, item.minutes, item.position = line.speaker, line.minutes, position
    return item
