"""What can be found of the front door's own."""

from portal.news import finding  # noqa: F401 - registers when imported
