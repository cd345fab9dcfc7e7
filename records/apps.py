"""Registers records, and what they write when a session ends."""

from django.apps import AppConfig
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
