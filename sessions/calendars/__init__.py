"""Calendars: a session as an entry (RFC 5545), feeds to subscribe to, and when an entry is new."""
