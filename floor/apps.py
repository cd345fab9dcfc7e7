"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FloorConfig(AppConfig):
    """Questions and their votes."""

    name = "floor"
    verbose_name = _("floor")
    default_auto_field = "django.db.models.BigAutoField"
