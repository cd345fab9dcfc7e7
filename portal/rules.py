"""Who may do what at the front door: the rules of its parts."""

from portal.news import rules  # noqa: F401 - registers when imported
