"""What members tell among what can be found, by who may read each post; never who wrote it."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.posts.models import Post, Standing
from kit import finding
from kit.finding import Source, Words


class Posts(Source[Post]):
    """All but those taken back; a hidden one is found by who manages the group, and by its author."""

    name, label, order = "post", _("Told by members of the groups"), 72

    def rows(self) -> QuerySet[Post]:
        return Post.objects.exclude(standing=Standing.TAKEN_BACK)

    def visible_to(self, reader: Any) -> QuerySet[Post]:
        return Post.objects.visible_to(reader).select_related("group")

    def words(self, row: Post) -> Words:
        return finding.both(row, "title", "text")

    def address(self, row: Post) -> str:
        return reverse("groups:post", args=[row.group.slug, row.pk])

    def at(self, row: Post) -> datetime | None:
        return row.posted_at

    def place(self, row: Post) -> str:
        return row.group.name.value

    def changed_since(self, instant: datetime) -> QuerySet[Post]:
        return Post.objects.filter(Q(posted_at__gte=instant) | Q(edited_at__gte=instant))


finding.register(Posts())
