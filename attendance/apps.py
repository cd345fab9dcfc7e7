"""Registers attendance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttendanceConfig(AppConfig):
    """Who was there."""

    name = "attendance"
    verbose_name = _("attendance")
    default_auto_field = "django.db.models.BigAutoField"
