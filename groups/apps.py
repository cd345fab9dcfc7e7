"""Registers working groups."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    """Working groups and their members."""

    name = "groups"
    verbose_name = _("working groups")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the models of our own folders with those of the app."""
        super().import_models()
        from groups.plans import models as plans  # noqa: F401
        from groups.projects import models as projects  # noqa: F401

    def ready(self) -> None:
        """Make known the rules, what rights hang on, and what is done again and again."""
        from accounts import rights
        from groups.models import Membership
        from groups.organisations import telling  # noqa: F401
        from groups.plans import reminders  # noqa: F401
        from groups.plans import rules as plan_rules  # noqa: F401
        from groups.projects import rules as project_rules  # noqa: F401

        rights.hang_on(Membership)
