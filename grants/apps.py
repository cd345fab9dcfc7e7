"""Registers grants, and the reminders of reports that are due."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrantsConfig(AppConfig):
    """Calls, applications, reviews, awards."""

    name = "grants"
    verbose_name = _("grants")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the rules, the parts of other pages and the reminders known."""
        from grants import pages, reminders, rules  # noqa: F401
