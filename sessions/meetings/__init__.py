"""Meetings of working groups: planned once or in a series, mailed, and entered by a personal link."""
