"""Existing recommendations with their official answers, brought in from a table."""
