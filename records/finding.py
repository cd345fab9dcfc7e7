"""Questions and answers of records among what can be found, by who may read the record."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from floor.models import Question
from floor.queries import SHOWN
from kit import finding
from kit.bilingual import CODES
from kit.finding import Source, Words
from records.queries import told_to


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


finding.register(Questions())
