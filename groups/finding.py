"""Working groups, and what is theirs, among what can be found."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.documents import finding as _documents  # noqa: F401 - registers when imported
from groups.models import Group
from groups.plans import finding as _plans  # noqa: F401 - as above
from groups.posts import finding as _posts  # noqa: F401 - as above
from groups.projects import finding as _projects  # noqa: F401 - as above
from kit import finding
from kit.finding import Source, Words


class Groups(Source[Group]):
    """All of them, by everyone."""

    name, label, order = "group", _("Working groups"), 30

    def rows(self) -> QuerySet[Group]:
        return Group.objects.all()

    def visible_to(self, reader: Any) -> QuerySet[Group]:
        return Group.objects.all()

    def words(self, row: Group) -> Words:
        return finding.both(row, "name", "about")

    def address(self, row: Group) -> str:
        return reverse("groups:detail", args=[row.slug])


finding.register(Groups())
