"""Grants among what can be found: calls and awards, and an application by who may open it."""

from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants import queries
from grants.models import Application, Award, Call, Section
from kit import finding
from kit.bilingual import CODES
from kit.finding import Source, Words
from kit.richtext import render_markdown


class Calls(Source[Call]):
    """Published ones by everyone, others by who has a part in them."""

    name, label, order = "call", _("Calls for applications"), 62

    def rows(self) -> QuerySet[Call]:
        return Call.objects.all()

    def visible_to(self, reader: Any) -> QuerySet[Call]:
        return queries.calls_visible_to(reader)

    def words(self, row: Call) -> Words:
        return finding.both(row, "title", "text", "rules")

    def address(self, row: Call) -> str:
        return reverse("grants:call", args=[row.slug])

    def at(self, row: Call) -> datetime | None:
        return row.opens_at


class Awards(Source[Award]):
    """All of them, by everyone."""

    name, label, order = "award", _("Awards"), 64

    def rows(self) -> QuerySet[Award]:
        return Award.objects.all()

    def visible_to(self, reader: Any) -> QuerySet[Award]:
        return queries.awards_visible_to(reader).select_related("application__call")

    def words(self, row: Award) -> Words:
        return finding.both(row, "title", "summary")

    def address(self, row: Award) -> str:
        return reverse("grants:award", args=[row.pk])

    def at(self, row: Award) -> datetime | None:
        # At noon it is this day for nearly every reader.
        return datetime.combine(row.awarded_on, time(12), UTC)

    def place(self, row: Award) -> str:
        return row.application.call.title.value

    def changed_since(self, instant: datetime) -> QuerySet[Award]:
        return Award.objects.filter(changed_at__gte=instant)


class Applications(Source[Application]):
    """What its partners wrote; whoever is tied to it as a reviewer finds nothing of it, no number either."""

    name, label, order = "application", _("Applications for grants"), 66

    def rows(self) -> QuerySet[Application]:
        return Application.objects.prefetch_related("sections")

    def visible_to(self, reader: Any) -> QuerySet[Application]:
        rows = queries.applications_visible_to(reader)
        return rows.select_related("call").prefetch_related("sections")

    def words(self, row: Application) -> Words:
        parts = list(row.sections.all())
        return Words(
            {code: getattr(row, f"title_{code}") for code in CODES},
            {code: _written(row, parts, code) for code in CODES},
        )

    def address(self, row: Application) -> str:
        return reverse("grants:application", args=[row.pk])

    def at(self, row: Application) -> datetime | None:
        return row.submitted_at or row.started_at

    def place(self, row: Application) -> str:
        return f"{row.call.title.value} · {row.get_state_display()}"

    def changed_since(self, instant: datetime) -> QuerySet[Application]:
        # Each later change says so by itself (`grants.editing.changed`).
        return Application.objects.filter(Q(started_at__gte=instant) | Q(submitted_at__gte=instant))


def _written(row: Application, parts: list[Section], code: str) -> str:
    texts = [getattr(row, f"summary_{code}"), *(getattr(each, f"text_{code}") for each in parts)]
    return " ".join(finding.plain(render_markdown(text)) for text in texts if text)


for source in (Calls(), Awards(), Applications()):
    finding.register(source)
