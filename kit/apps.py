"""Registers the kit with Django so that its template filters and commands are found."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Tools without domain nouns."""

    name = "kit"
