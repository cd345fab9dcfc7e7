"""Registers the front door."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The front door and the organisers' desk."""

    name = "portal"
    verbose_name = _("portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have regular work done: publishing at an hour, the weekly letter, the index of the search."""
        from portal.news import digests, stories  # noqa: F401 - register when imported
        from portal.search import index  # noqa: F401 - as above
        from portal.search.tables import lay_after

        post_migrate.connect(lay_after, sender=self, dispatch_uid="portal.search.tables")
