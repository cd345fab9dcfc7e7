"""Registers working groups."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    """Working groups and their members."""

    name = "groups"
    verbose_name = _("working groups")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known what rights hang on."""
        from accounts import rights
        from groups.models import Membership

        rights.hang_on(Membership)
