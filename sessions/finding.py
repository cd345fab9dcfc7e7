"""Sessions and the speakers of their programmes among what can be found."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conferences.models import Speaker
from conferences.queries import visible_to as conferences_of
from kit import finding
from kit.bilingual import CODES
from kit.finding import Source, Words
from sessions import queries
from sessions.models import Session, Speaking, State


class Sessions(Source[Session]):
    """Those whose title and hour one may read; what a newer schedule dropped is on no agenda."""

    name, label, order = "session", _("Sessions"), 40

    def rows(self) -> QuerySet[Session]:
        return Session.objects.filter(withdrawn_at=None)

    def visible_to(self, reader: Any) -> QuerySet[Session]:
        inside = queries.visible_to(reader).filter(pk=OuterRef("pk"))
        rows = queries.listed_for(reader).filter(withdrawn_at=None)
        return rows.annotate(may_enter=Exists(inside))

    def words(self, row: Session) -> Words:
        # The abstract is kept as HTML.
        bodies = {code: finding.plain(getattr(row, f"abstract_{code}")) for code in CODES}
        return Words({"en": row.title_en, "ru": row.title_ru}, bodies)

    def address(self, row: Session) -> str:
        if getattr(row, "may_enter", False) or row.conference is None:
            return reverse("sessions:detail", args=[row.pk])
        if row.state == State.ENDED and row.has_public_record:
            return reverse("records:record", args=[row.pk])
        asked = urlencode({"q": row.title.value[:100]})
        return f"{reverse('sessions:agenda', args=[row.conference.slug])}?{asked}"

    def at(self, row: Session) -> datetime | None:
        return row.starts_at

    def place(self, row: Session) -> str:
        return row.conference.title.value if row.conference else str(row.group and row.group.name)

    def changed_since(self, instant: datetime) -> QuerySet[Session]:
        return Session.objects.filter(revised_at__gte=instant)


class Speakers(Source[Speaker]):
    """Who stands on an agenda that one may read, as the agenda names them."""

    name, label, order = "speaker", _("Speakers"), 50

    def rows(self) -> QuerySet[Speaker]:
        return Speaker.objects.all()

    def visible_to(self, reader: Any) -> QuerySet[Speaker]:
        speaking = Speaking.objects.filter(speaker=OuterRef("pk"), session__withdrawn_at=None)
        visible = conferences_of(reader).order_by().values("pk")
        rows = Speaker.objects.filter(Exists(speaking), conference__in=visible)
        return rows.select_related("conference")

    def words(self, row: Speaker) -> Words:
        return finding.both(row, "name", "role")

    def address(self, row: Speaker) -> str:
        asked = urlencode({"q": row.name.value[:100]})
        return f"{reverse('sessions:agenda', args=[row.conference.slug])}?{asked}"

    def place(self, row: Speaker) -> str:
        return row.conference.title.value


finding.register(Sessions())
finding.register(Speakers())
