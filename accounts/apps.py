"""Registers people and organisations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, organisations, the programme."""

    name = "accounts"
    verbose_name = _("people and organisations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the rules and the receivers known."""
        from accounts import rules, sign_ins  # noqa: F401
