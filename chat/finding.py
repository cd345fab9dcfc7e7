"""What was said in the chat among what can be found, by who may enter the session."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chat.models import Message, MessageState
from kit import finding
from kit.bilingual import CODES
from kit.finding import Source, Words
from sessions import queries


class Messages(Source[Message]):
    """What is shown there now; never who said it, which each session tells in its own way."""

    name, label, order = "message", _("Said in the chat"), 90

    def rows(self) -> QuerySet[Message]:
        # A hidden one may be shown again, and nobody finds it until then.
        kept = Message.objects.filter(seq__gt=0).exclude(state=MessageState.DELETED)
        return kept.select_related("session")

    def visible_to(self, reader: Any) -> QuerySet[Message]:
        inside = queries.visible_to(reader).order_by().values("pk")
        return self.rows().filter(state=MessageState.SHOWN, session__in=inside)

    def words(self, row: Message) -> Words:
        return Words({}, {row.lang if row.lang in CODES else CODES[0]: row.text})

    def address(self, row: Message) -> str:
        return reverse("chat:message", args=[row.session_id, row.pk])

    def at(self, row: Message) -> datetime | None:
        return row.at

    def place(self, row: Message) -> str:
        return row.session.title.value

    def changed_since(self, instant: datetime) -> QuerySet[Message]:
        changed = Q(at__gte=instant) | Q(edited_at__gte=instant) | Q(deleted_at__gte=instant)
        return Message.objects.filter(changed)


finding.register(Messages())
