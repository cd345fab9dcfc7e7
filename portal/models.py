"""Where Django finds the front door's tables: each part has its own module."""

from portal.news import models as news  # noqa: F401 - Django finds an app's models by way of this module
from portal.search import models as search  # noqa: F401 - as above
