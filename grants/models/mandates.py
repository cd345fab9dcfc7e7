"""Whose word counts for an organisation, as far as the organisers have confirmed it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from kit.bilingual import LANGUAGES
from kit.models import Identified


class MandateState(models.TextChoices):
    """What has become of somebody's word that they act for an organisation."""

    WAITING = "waiting", _("waiting")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("not confirmed")
    ENDED = "ended", _("taken back")


class Mandate(Identified):
    """A person's word that they act for an organisation, and what the organisers found of it.

    `country` is the organisation's as it was confirmed: moved to another side, it is confirmed anew.
    `proof` says how that can be checked, in the words and the language of who asks.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grant_mandates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)
    proof = models.TextField(blank=True)
    proof_language = models.CharField(max_length=2, choices=LANGUAGES)
    state = models.CharField(
        max_length=10, choices=MandateState.choices, default=MandateState.WAITING
    )
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation"),
                condition=Q(state__in=("waiting", "confirmed")),
                name="grants_mandate_once",
            ),
        )

    def __str__(self) -> str:
        return f"mandate {self.id}"

    @property
    def is_waiting(self) -> bool:
        """Say whether the organisers have yet to answer."""
        return self.state == MandateState.WAITING
