"""Conferences among what can be found."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from conferences.queries import visible_to
from kit import finding
from kit.finding import Source, Words


class Conferences(Source[Conference]):
    """Public ones by everyone, others by who takes part."""

    name, label, order = "conference", _("Conferences"), 20

    def rows(self) -> QuerySet[Conference]:
        return Conference.objects.all()

    def visible_to(self, reader: Any) -> QuerySet[Conference]:
        return visible_to(reader)

    def words(self, row: Conference) -> Words:
        return finding.both(row, "title", "about")

    def address(self, row: Conference) -> str:
        return reverse("conferences:detail", args=[row.slug])

    def place(self, row: Conference) -> str:
        return f"{row.days}, {row.city}"


finding.register(Conferences())
