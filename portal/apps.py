"""Registers the front door."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The front door and the organisers' desk."""

    name = "portal"
    verbose_name = _("portal")
    default_auto_field = "django.db.models.BigAutoField"
