"""Laying out a session of reports: an item for each group in their order, and what belongs to it."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from groups import queries as groups
from groups.models import Group
from groups.plans import queries as plans
from groups.queries import GroupCard
from kit.bilingual import CODES
from kit.links import absolute
from kit.names import clean_name
from kit.refusals import Refused
from live.hub import verb
from sessions import items, materials, queries
from sessions.items import LONGEST, Line
from sessions.models import AgendaItem, Material, Session, State
from sessions.reports.models import Report
from sessions.reports.rules import demand_fill, demand_lay_out

SHORTEST, MOST_MINUTES = 1, 60
_BEFORE = (State.SCHEDULED, State.OPEN)

audit.name_acts(
    {
        "reports.lay_out": _("Reports of the groups laid out"),
        "report.slides": _("Slides of a group’s report set"),
    }
)


@verb
def lay_out(*, actor: Person, session: Session, minutes: int) -> int:
    """Give a session one agenda item for each group, and the link to its plan; returns how many were added.

    Pressed again it adds what is missing and changes nothing that is there, whatever has been made of
    it since. An item that bears a group's name already is the group's.
    """
    demand_lay_out(actor, session)
    session.state = Session.objects.select_for_update(no_key=True).get(pk=session.pk).state
    if session.state not in _BEFORE:
        text = _("This session has begun or is over: its agenda is written by hand now.")
        raise Refused("reports.has_begun", text)
    if not SHORTEST <= minutes <= MOST_MINUTES:
        raise Refused("reports.minutes", _("Between 1 and 60 minutes a group."), field="minutes")
    reporting = set(Report.objects.filter(session=session).values_list("group", flat=True))
    missing = [card for card in groups.cards() if card.group.pk not in reporting]
    for card, item in _placed(actor, session, missing, minutes):
        Report.objects.create(session=session, group=card.group, item=item)
    linked = _link_plans(session)
    if missing or linked:
        room = str(session.live_room)
        audit.record(actor=actor, act="reports.lay_out", room=room, subject=session.pk)
    return len(missing)


@verb
def fill_slides(*, actor: Person, report: Report, url: str) -> Report:
    """Put the link to a group's slides in place of the one before; nothing takes it away."""
    demand_fill(actor, report)
    session = Session.objects.select_for_update(no_key=True).get(pk=report.session_id)
    report = Report.objects.select_related("group", "slides").get(pk=report.pk)
    if session.state == State.CANCELLED:
        raise Refused("session.not_open", _("This session was cancelled."))
    if report.slides is not None and report.slides.url == url.strip():
        return report
    if report.slides is not None:
        report.slides.delete()
    slides = None
    if url.strip():
        slides = materials.keep(session, url, **_titles(report.group, "slides"))
    report.slides = slides
    report.save(update_fields=("slides",))
    room = str(session.live_room)
    audit.record(actor=actor, act="report.slides", room=room, subject=report.pk)
    return report


def _placed(
    actor: Person, session: Session, missing: Sequence[GroupCard], minutes: int
) -> list[tuple[GroupCard, AgendaItem]]:
    """Return each group with its item: one that bears its name already, else a new one below all others."""
    present = queries.items_of(session)
    taken = set(Report.objects.filter(session=session).values_list("item", flat=True))
    named = {(item.title_en, item.title_ru): item for item in present if item.pk not in taken}
    found = [(card, named.pop(_name_of(card.group), None)) for card in missing]
    new = [card for card, item in found if item is None]
    lines = [
        Line(item.title_en, item.title_ru, item.speaker, item.minutes, item.pk) for item in present
    ]
    lines += [Line(*_name_of(card.group), _speakers(card), minutes) for card in new]
    after = items.plan(actor=actor, session=session, lines=lines) if new else []
    placed = [(card, item) for card, item in found if item is not None]
    return [*placed, *zip(new, after[len(present) :], strict=True)]


def _name_of(group: Group) -> tuple[str, str]:
    """Return a group's name as an agenda keeps it."""
    return clean_name(group.name_en, LONGEST), clean_name(group.name_ru, LONGEST)


def _speakers(card: GroupCard) -> str:
    """Return the co-chairs who agreed to be named, as they are shown; as many as there is room for."""
    names = [person.name for seat in card.seats for person in seat.people if person.name]
    while names and len(", ".join(names)) > LONGEST:
        names.pop()
    return ", ".join(names)


def _link_plans(session: Session) -> int:
    """Link to the plans that everyone may read, of reports that have no such link; returns how many."""
    rows = list(Report.objects.filter(session=session, plan=None).select_related("group"))
    public = set(plans.public_among([row.group_id for row in rows]))
    linked = [row for row in rows if row.group_id in public]
    for row in linked:
        row.plan = _plan_material(session, row.group)
        row.save(update_fields=("plan",))
    return len(linked)


def _plan_material(session: Session, group: Group) -> Material:
    url = absolute("groups:plan", group.slug)
    found = Material.objects.filter(session=session, url=url, plan_of=None).first()
    return found or materials.keep(session, url, **_titles(group, "plan"))


def _titles(group: Group, kind: str) -> dict[str, str]:
    """Return what a link of a group is called in the languages in which the group has a name."""
    titles = {}
    for code in CODES:
        name = getattr(group, f"name_{code}")
        with translation.override(code):
            text = (
                gettext("Slides: %(group)s")
                if kind == "slides"
                else gettext("Work plan: %(group)s")
            )
        titles[f"title_{code}"] = (text % {"group": name})[:LONGEST] if name else ""
    return titles
