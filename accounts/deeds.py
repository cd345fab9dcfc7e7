"""Who did what: rows of the audit, which are written once and never changed."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.models import Identified


class NeverChanged(TypeError):
    """A record of what was done is neither changed nor removed."""

    def __init__(self) -> None:
        super().__init__("An audit entry is written once.")


class AuditEntries(models.QuerySet["AuditEntry"]):
    """Rows that can be added and read, and nothing else."""

    def update(self, **changes: Any) -> NoReturn:
        """Refuse: what was done stays written as it was."""
        raise NeverChanged

    def delete(self) -> NoReturn:
        """Refuse: what was done stays written."""
        raise NeverChanged

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list["AuditEntry"]:
        """Add rows; one that is there already is never written over."""
        if options.get("update_conflicts"):
            raise NeverChanged
        return super().bulk_create(objs, *args, **options)


class AuditEntry(Identified):
    """One act of an organiser, a co-chair or a moderator; people and things by their ids only.

    Ids, not keys of other tables: the row outlives whatever it speaks of.
    """

    at = models.DateTimeField(_("when"))
    actor = models.UUIDField(_("by whom"))
    act = models.CharField(_("what"), max_length=40)
    room = models.CharField(_("room"), max_length=80, blank=True)
    subject = models.UUIDField(_("of what"), null=True)
    person = models.UUIDField(_("about whom"), null=True)
    reason = models.TextField(_("reason"), blank=True)

    objects: ClassVar[models.Manager["AuditEntry"]] = models.Manager.from_queryset(AuditEntries)()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ("-at", "-id")
        base_manager_name = "objects"
        indexes = (
            models.Index(fields=("room", "-at"), name="accounts_audit_room"),
            models.Index(fields=("actor", "-at"), name="accounts_audit_actor"),
            models.Index(fields=("person", "-at"), name="accounts_audit_person"),
        )

    def __str__(self) -> str:
        return f"{self.act} by {self.actor}"

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new row; one that has been written can't be saved again."""
        if not self._state.adding:
            raise NeverChanged
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse: what was done stays written."""
        raise NeverChanged
