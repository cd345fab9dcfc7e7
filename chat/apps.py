"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    """Messages to everyone in a session."""

    name = "chat"
    verbose_name = _("chat")
    default_auto_field = "django.db.models.BigAutoField"
