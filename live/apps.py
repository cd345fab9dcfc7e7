"""Registers the kernel; every app's `live` module is loaded when all apps are ready."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LiveConfig(AppConfig):
    """The real-time kernel."""

    name = "live"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the checks, and what the apps registered in `protocol`, `rules`, `live`, `pages`."""
        from live import checks  # noqa: F401 - registers when imported, apps must be ready

        autodiscover_modules("protocol", "rules", "live", "pages", "finding")
