"""What records hold among what can be found, by who may read them or enter the session."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from floor.models import Question
from floor.queries import SHOWN
from kit import finding
from kit.bilingual import CODES
from kit.finding import Source, Words
from records.decisions import finding as _decisions  # noqa: F401 - registers when imported
from records.deliveries import finding as _deliveries  # noqa: F401 - as above
from records.queries import told_to
from records.recommendations import finding as _recommendations  # noqa: F401 - as above
from sessions import queries
from sessions.models import AgendaItem, Material, Session, State


class Questions(Source[Question]):
    """What stood before the room; while a session goes on again, only for who may enter it."""

    name, label, order = "question", _("Questions and answers"), 60

    def rows(self) -> QuerySet[Question]:
        return Question.objects.filter(state__in=SHOWN).select_related("session")

    def visible_to(self, reader: Any) -> QuerySet[Question]:
        records = told_to(reader).filter(record__isnull=False)
        return self.rows().filter(session__in=records.order_by().values("pk"))

    def words(self, row: Question) -> Words:
        lang = row.lang if row.lang in CODES else CODES[0]
        return Words({lang: row.text}, {lang: row.answer})

    def address(self, row: Question) -> str:
        return f"{reverse('records:record', args=[row.session_id])}#q{row.pk}"

    def at(self, row: Question) -> datetime | None:
        return row.answered_at or row.approved_at

    def place(self, row: Question) -> str:
        return row.session.title.value

    def changed_since(self, instant: datetime) -> QuerySet[Question]:
        changed = Q(approved_at__gte=instant) | Q(answered_at__gte=instant)
        return Question.objects.filter(changed | Q(edited_at__gte=instant))


class Items(Source[AgendaItem]):
    """Points of sessions' agendas by their titles; who speaks to one is for the room."""

    name, label, order = "item", _("Agenda items"), 58

    def rows(self) -> QuerySet[AgendaItem]:
        return AgendaItem.objects.all()

    def visible_to(self, reader: Any) -> QuerySet[AgendaItem]:
        rows = AgendaItem.objects.filter(session__in=_open_to(reader))
        return rows.select_related("session")

    def words(self, row: AgendaItem) -> Words:
        return Words({code: getattr(row, f"title_{code}") for code in CODES})

    def address(self, row: AgendaItem) -> str:
        return _page(row, "agenda")

    def at(self, row: AgendaItem) -> datetime | None:
        return row.session.starts_at

    def place(self, row: AgendaItem) -> str:
        return row.session.title.value


class Materials(Source[Material]):
    """Links that belong to sessions, by their titles."""

    name, label, order = "material", _("Materials of sessions"), 59

    def rows(self) -> QuerySet[Material]:
        return Material.objects.all()

    def visible_to(self, reader: Any) -> QuerySet[Material]:
        rows = Material.objects.filter(session__in=_open_to(reader))
        return rows.select_related("session")

    def words(self, row: Material) -> Words:
        return Words({code: getattr(row, f"title_{code}") for code in CODES})

    def address(self, row: Material) -> str:
        return _page(row, "materials")

    def at(self, row: Material) -> datetime | None:
        return row.added_at

    def place(self, row: Material) -> str:
        return row.session.title.value


def _open_to(reader: Any) -> QuerySet[Session, UUID]:
    """Return the sessions whose records stand and may be read, and those that may be entered."""
    inside = queries.visible_to(reader).order_by().values("pk")
    public = Q(is_record_public=True, conference__is_public=True, state=State.ENDED)
    told = Session.objects.filter(Q(pk__in=inside) | Q(public, record__isnull=False))
    return told.order_by().values_list("pk", flat=True)


def _page(row: AgendaItem | Material, part: str) -> str:
    if row.session.state == State.ENDED:
        return f"{reverse('records:record', args=[row.session_id])}#{part}"
    return reverse("sessions:detail", args=[row.session_id])


for source in (Questions(), Items(), Materials()):
    finding.register(source)
