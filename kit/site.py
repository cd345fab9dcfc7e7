"""The site's own address, for texts that are written where no request says it: at a terminal, by a duty."""

import os

from django.conf import settings


def site_address() -> str:
    """Return scheme and host without a slash at the end.

    In production the first of ALLOWED_HOSTS, by https; otherwise this machine, at the port of
    `manage.py serve`.
    """
    host = next((name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))), "")
    if settings.PRODUCTION and host:
        return f"https://{host}"
    return f"http://localhost:{os.environ.get('PORT') or 8000}"
