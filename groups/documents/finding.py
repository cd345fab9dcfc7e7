"""Documents of groups among what can be found, by who may read each."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.documents.models import Document, Revision
from kit import finding
from kit.bilingual import CODES
from kit.finding import Source, Words
from kit.richtext import render_markdown


class Documents(Source[Document]):
    """By their titles and what their last revision says, where that is a text and not a file."""

    name, label, order = "document", _("Documents of the groups"), 70

    def rows(self) -> QuerySet[Document]:
        return _said(Document.objects.all())

    def visible_to(self, reader: Any) -> QuerySet[Document]:
        return _said(Document.objects.visible_to(reader)).select_related("group")

    def words(self, row: Document) -> Words:
        said: dict[str, str | None] = {code: getattr(row, f"last_{code}") for code in CODES}
        return Words(
            {code: getattr(row, f"title_{code}") for code in CODES},
            {code: finding.plain(render_markdown(text or "")) for code, text in said.items()},
        )

    def address(self, row: Document) -> str:
        return reverse("groups:document", args=[row.group.slug, row.pk])

    def at(self, row: Document) -> datetime | None:
        return row.revised_at

    def place(self, row: Document) -> str:
        return row.group.name.value

    def changed_since(self, instant: datetime) -> QuerySet[Document]:
        return Document.objects.filter(Q(revised_at__gte=instant) | Q(added_at__gte=instant))


def _said(rows: QuerySet[Document]) -> QuerySet[Document]:
    last = Revision.objects.filter(document=OuterRef("pk")).order_by("-number")
    return rows.annotate(
        last_en=Subquery(last.values("text_en")[:1]), last_ru=Subquery(last.values("text_ru")[:1])
    )


finding.register(Documents())
