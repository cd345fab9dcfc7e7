"""Registers conferences."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConferencesConfig(AppConfig):
    """Conferences, their tracks, rooms and registrations."""

    name = "conferences"
    verbose_name = _("conferences")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known what rights hang on."""
        from accounts import rights
        from conferences.models import Registration

        rights.hang_on(Registration)
