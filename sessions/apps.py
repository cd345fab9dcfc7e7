"""Registers sessions under a label of their own, since Django's cookie store holds the short one."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    """What happens when."""

    name = "sessions"
    label = "cspp_sessions"
    verbose_name = _("sessions")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the models of our own folders with those of the app."""
        super().import_models()
        from sessions.meetings import models  # noqa: F401
        from sessions.reports import models as reports  # noqa: F401

    def ready(self) -> None:
        """Make known what rights hang on, what a link in a mail shuts for, and what changes write."""
        from accounts import rights
        from sessions import closing  # noqa: F401
        from sessions.importing import work as import_work  # noqa: F401
        from sessions.meetings import invitations, joining, notices  # noqa: F401
        from sessions.models import Removal, Role
        from sessions.reports import rules as report_rules  # noqa: F401

        rights.hang_on(Role)
        rights.hang_on(Removal)
