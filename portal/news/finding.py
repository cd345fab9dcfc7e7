"""News among what can be found."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit import finding
from kit.finding import Source, Words
from portal.news.models import Story
from portal.news.queries import published


class News(Source[Story]):
    """What is published, by everyone."""

    name, label, order = "news", _("News"), 10

    def rows(self) -> QuerySet[Story]:
        return published()

    def visible_to(self, reader: Any) -> QuerySet[Story]:
        return published()

    def words(self, row: Story) -> Words:
        return finding.both(row, "title", "text")

    def address(self, row: Story) -> str:
        return reverse("news:story", args=[row.slug])

    def at(self, row: Story) -> datetime | None:
        return row.published_at

    def place(self, row: Story) -> str:
        return row.group.name.value if row.group else ""

    def changed_since(self, instant: datetime) -> QuerySet[Story]:
        changed = Q(changed_en_at__gte=instant) | Q(changed_ru_at__gte=instant)
        return Story.objects.filter(changed | Q(withdrawn_at__gte=instant))


finding.register(News())
