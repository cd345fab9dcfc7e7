"""A series of meetings, a member's invitation to one meeting, and the changes that wait to be mailed."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from groups.models import Group
from kit.models import Identified
from kit.zones import validate_zone
from sessions.models import Session


class Frequency(models.TextChoices):
    """How a series goes on from its first day."""

    WEEKLY = "weekly", _("on the same day of the week")
    MONTHLY = "monthly", _("each month on the same weekday, counted from its beginning")
    MONTHLY_LAST = "monthly_last", _("each month on the last such weekday")


class Series(Identified):
    """Meetings planned together; the first plan stays, each meeting is a session of its own."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="series")
    frequency = models.CharField(max_length=20, choices=Frequency.choices)
    every = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    starts = models.TimeField()
    zone = models.CharField(max_length=60, validators=[validate_zone])
    minutes = models.PositiveSmallIntegerField()
    count = models.PositiveSmallIntegerField()
    # SEQUENCE of all that is mailed of it (RFC 5545, 3.8.7.4): up when any of its meetings changes.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")

    def __str__(self) -> str:
        return f"series {self.id}"


class Occurrence(models.Model):
    """The place of a meeting in its series: `slot` is where the first plan had it (RECURRENCE-ID)."""

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="occurrence"
    )
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="occurrences")
    slot = models.DateTimeField()

    class Meta:
        ordering = ("slot",)
        constraints = (
            models.UniqueConstraint(fields=("series", "slot"), name="sessions_slot_once"),
        )

    def __str__(self) -> str:
        return f"{self.session_id} at {self.slot}"


def slot_of(session: Session) -> datetime:
    """Return where the first plan of its series had a meeting, which was fetched with its occurrence."""
    place: Occurrence = getattr(session, "occurrence")  # noqa: B009 - unknown where Session is typed
    return place.slot


class Invitation(Identified):
    """What a member has been told of one meeting, and the secret of their personal way in.

    `told_*` is what the last letter said; none before the first. It ends with the membership.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    told_at = models.DateTimeField(null=True)
    told_starts_at = models.DateTimeField(null=True)
    told_ends_at = models.DateTimeField(null=True)
    # On the clocks of which city; empty where that was not written down.
    told_zone = models.CharField(max_length=60, blank=True)
    is_told_off = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    # For which beginning a reminder went; a meeting that is moved is reminded of again.
    day_reminded_for = models.DateTimeField(null=True)
    soon_reminded_for = models.DateTimeField(null=True)
    # Part of what signs the way in: a member who comes back gets another one.
    nonce = models.UUIDField(default=uuid.uuid4)
    # SHA-256 of the secret of the one browser that came in by the link.
    entered_with = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = (
            models.UniqueConstraint(fields=("session", "person"), name="sessions_invited_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} to {self.session_id}"


class Notice(models.Model):
    """Changes of a meeting, or of a whole series, that are mailed once they have been left alone."""

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, null=True, related_name="notice"
    )
    series = models.OneToOneField(
        Series, on_delete=models.CASCADE, null=True, related_name="notice"
    )
    since = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(session__isnull=False, series__isnull=True)
                | Q(session__isnull=True, series__isnull=False),
                name="sessions_notice_of_one",
            ),
        )

    def __str__(self) -> str:
        return f"due at {self.due_at}"
