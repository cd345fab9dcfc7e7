"""What the front door adds to pages of other apps: a group's news, what one follows, feeds."""

from portal.news import parts  # noqa: F401 - fills its own places when imported
