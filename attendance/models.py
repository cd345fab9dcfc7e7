"""What attendance knows beside leases: people at one screen, and what organisers put right."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.deeds import NeverChanged
from accounts.models import Person
from kit.models import Identified
from sessions.models import Session


class Screen(Identified):
    """Several people at one screen: a head count, and names where they like; counted apart.

    `heads` counts whoever signed in too: "we are 8 here" is 8. One of them says so, for all, and how
    many of the heads are signed in themselves: only the others are people more. What a moderator
    has not countersigned is a claim, and what is changed afterwards is a claim again.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="screens")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="screens")
    heads = models.PositiveSmallIntegerField()
    # Of the heads; who says so is one of them.
    signed_in = models.PositiveSmallIntegerField(default=1)
    # One name a line; for the moderators, the organisers and who wrote them.
    names = models.TextField(blank=True)
    declared_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    # The room counts it: it is confirmed, and its person is here.
    is_counted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("shared screen")
        verbose_name_plural = _("shared screens")
        constraints = (
            models.UniqueConstraint(fields=("session", "person"), name="attendance_one_screen"),
            models.CheckConstraint(
                condition=Q(heads__gte=2, heads__lte=200), name="attendance_heads"
            ),
            models.CheckConstraint(
                condition=Q(signed_in__gte=1, signed_in__lte=F("heads")),
                name="attendance_signed_in",
            ),
        )

    def __str__(self) -> str:
        return f"{self.heads} at one screen"

    @property
    def further(self) -> int:
        """Return how many people it adds to those who are signed in."""
        return self.heads - self.signed_in


class Corrections(models.QuerySet["Correction"]):
    """Rows that can be added and read, and nothing else."""

    def update(self, **changes: Any) -> NoReturn:
        """Refuse: a correction of a correction is a line of its own."""
        raise NeverChanged

    def delete(self) -> NoReturn:
        """Refuse: what was put right stays written."""
        raise NeverChanged


class Correction(Identified):
    """A time that an organiser adds to, or takes from, what was measured of a person; never changed.

    Measured lines stay as they are: a correction stands beside them, with its author and reason.
    Like a stay it knows people by their ids alone: it outlives their accounts, and holds none back.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="corrections")
    person = models.UUIDField(db_index=True)
    was_there = models.BooleanField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.TextField()
    author = models.UUIDField()
    made_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Correction"]] = models.Manager.from_queryset(Corrections)()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ("made_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="attendance_correction_lasts"
            ),
        )

    def __str__(self) -> str:
        return f"correction {self.id}"

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new row; one that has been written can't be saved again."""
        if not self._state.adding:
            raise NeverChanged
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse: what was put right stays written."""
        raise NeverChanged
