"""An organisation's membership of a group, and the applications that lead to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from groups.models import Group
from kit.bilingual import LANGUAGES
from kit.models import Identified


class OrganisationMembership(Identified):
    """An organisation's belonging to a group, from a day until a day; ended, never deleted.

    Its delegates are the group's memberships that name the organisation.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="houses")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="group_memberships"
    )
    admitted_at = models.DateTimeField()
    # Nobody: it was a member before organisations were admitted as such.
    admitted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_reason = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("membership of an organisation")
        verbose_name_plural = _("memberships of organisations")
        constraints = (
            models.UniqueConstraint(
                fields=("group", "organisation"),
                condition=Q(ended_at__isnull=True),
                name="groups_organisation_once",
            ),
        )

    def __str__(self) -> str:
        return f"organisation membership {self.id}"


class ApplicationState(models.TextChoices):
    """What has become of an application."""

    ASKED = "asked", _("waiting for the colleague’s consent")
    WAITING = "waiting", _("waiting")
    ADMITTED = "admitted", _("admitted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Application(Identified):
    """A person's wish to belong to a group on behalf of an organisation; one at a time.

    Who is proposed by a colleague is asked first: until they agree, co-chairs know nothing of it.

    Where the organisation is no member yet, admitting the person admits it. `note` says why, in
    the words and the language of who wrote it.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="applications")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="applications")
    # The delegate who proposed a colleague; nobody where the person applied.
    brought_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("why"), blank=True)
    note_language = models.CharField(max_length=2, choices=LANGUAGES)
    state = models.CharField(
        max_length=10, choices=ApplicationState.choices, default=ApplicationState.WAITING
    )
    applied_at = models.DateTimeField()
    # When the co-chairs were told by mail that it waits.
    told_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True, default="")

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ("applied_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("group", "person"),
                condition=Q(state__in=("asked", "waiting")),
                name="groups_application_once",
            ),
        )

    def __str__(self) -> str:
        return f"application {self.id}"
