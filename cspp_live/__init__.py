"""Wiring: settings, addresses, the ASGI application."""
