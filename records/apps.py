"""Registers records, and what they write when a session ends."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """What a session leaves behind."""

    name = "records"
    verbose_name = _("records")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Be called whenever a session ends, by whatever door or clock; and remind of replies."""
        from records import records  # noqa: F401
        from records.deliveries import reminders  # noqa: F401
        from records.recommendations import freezing, rules  # noqa: F401

        post_migrate.connect(freezing.keep, sender=self, dispatch_uid="records.freezing")
