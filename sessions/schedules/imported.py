"""Imports of schedules: who brought in what and when, what it changed, and what schedules last said."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from conferences.models import Conference
from kit.models import Identified
from live import clock

# An import that has not been heard of for so long was killed.
SILENCE = timedelta(minutes=1)


class ImportState(models.TextChoices):
    """How far an import got, and whether it still holds."""

    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    # It broke off: what it wrote until then stands, and can be undone or finished by another.
    STOPPED = "stopped", _("broken off")
    UNDONE = "undone", _("undone")


class Import(Identified):
    """One import of a schedule; `by` is nobody where an operator ran it from a terminal.

    `touched_at` moves while it writes: one that is under way and has not been heard of for a
    minute was killed, and holds up no other. `counts` is the report's last line.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.SET_NULL, null=True, related_name="imports"
    )
    by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    began_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    file = models.CharField(_("file"), max_length=200, blank=True)
    digest = models.CharField(_("SHA-256"), max_length=64, blank=True)
    acronym = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.RUNNING
    )
    counts = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-began_at", "id")

    def __str__(self) -> str:
        return f"{self.file} at {self.began_at}"

    @property
    def standing(self) -> str:
        """Return its state as it is: one that fell silent under way has broken off."""
        is_silent = self.touched_at <= clock.now() - SILENCE
        is_killed = self.state == ImportState.RUNNING and is_silent
        return ImportState.STOPPED if is_killed else ImportState(self.state)


class Imported(models.Model):
    """What the last schedule said of a row, field by field, as digests.

    A field that stands here with another value has been changed since, by somebody whose edit
    wins. `row` is an id and no key, since it is of one of five tables (`kind`). `id` is the id that
    the event has in its file beside a guid.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    row = models.UUIDField(unique=True)
    said = models.JSONField(default=dict)
    event_id = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"


class ImportChange(models.Model):
    """What one import did to one row: the values that it replaced, and digests of what it wrote.

    A row that it created has no values before, and digests of all its columns as well (`columns` in
    `after`): what people add later is in none of the fields that a schedule speaks of. `said_before` is what the schedule before it had
    said, None where none had.
    """

    made_by = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12)
    row = models.UUIDField()
    act = models.CharField(max_length=12)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    said_before = models.JSONField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("made_by", "row"), name="sessions_import_once_a_row"),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.row}"
