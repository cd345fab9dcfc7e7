"""A working group, and the people who belong to it from a day until a day."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from kit.bilingual import Bilingual, Text, said
from kit.models import Identified


class Group(Identified, Bilingual):
    """A thematic working group, co-chaired by one person of each side."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    about_en = models.TextField(_("about, in English"), blank=True)
    about_ru = models.TextField(_("about, in Russian"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    # Its rule of quorum: so many member organisations of each side, and such a share of all; 0 asks nothing.
    quorum_each_side = models.PositiveSmallIntegerField(
        _("organisations of each side that make a quorum"), default=0
    )
    quorum_percent = models.PositiveSmallIntegerField(
        _("share of the member organisations that makes a quorum, in percent"), default=0
    )

    # Counts what was done to its texts and its rule: who saves over a newer one is told.
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(
                condition=Q(quorum_percent__lte=100), name="groups_quorum_percent"
            ),
        )

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> Text:
        """Return the name in the reader's language."""
        return said(self, "name")

    @property
    def about(self) -> Text:
        """Return what it is about (Markdown) in the reader's language."""
        return said(self, "about")


class GroupRole(models.TextChoices):
    """What a member does in the group."""

    CHAIR = "chair", _("co-chair")
    MEMBER = "member", _("member")


class Membership(Identified):
    """A person's belonging to a group in one role, on behalf of an organisation; ended, never deleted.

    Another role is another row, which begins at the instant at which this one ends: so it is known
    who chaired on any day, and a person has one row at a time that goes on.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    role = models.CharField(max_length=10, choices=GroupRole.choices, default=GroupRole.MEMBER)
    is_listed = models.BooleanField(_("may be listed among the members"), default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Who said that the person acts for the organisation, and when; nobody where whoever admitted them did.
    confirmed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # How others saw a co-chair who had agreed to be named, when they ended; null for anybody else.
    seen_at_end = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(
                fields=("group", "person"),
                condition=Q(ended_at__isnull=True),
                name="groups_member_once",
            ),
        )

    def __str__(self) -> str:
        return f"membership {self.id}"


# Django finds an app's models by way of this module; these build upon the ones above.
from groups.documents import models as _documents  # noqa: E402, F401
from groups.organisations import models as _organisations  # noqa: E402, F401
from groups.posts import models as _posts  # noqa: E402, F401
