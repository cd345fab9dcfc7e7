"""Who may do what with what a session leaves behind; each part of it has its own rules."""

from records.deliveries import rules  # noqa: F401 - found by way of this module
