"""Registers people and organisations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, organisations, the programme."""

    name = "accounts"
    verbose_name = _("people and organisations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the rules, the receivers and what rights hang on known."""
        from accounts import credentials, rights, rules, sign_ins  # noqa: F401
        from accounts.models import ApiToken, Person

        rights.hang_on(ApiToken)
        rights.hang_on(Person, "pk")
