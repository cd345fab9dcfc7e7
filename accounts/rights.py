"""The safety net under everybody's rights: what they hang on ends open sockets, whoever deletes it."""

from typing import Any

from django.db import models
from django.db.models.signals import post_delete

from live.epochs import raise_epoch


def hang_on(model: type[models.Model], person: str = "person_id") -> None:
    """End the rights of the open sockets of a row's person when the row is deleted.

    Our verbs raise the epoch themselves. This is for what passes them by: the back office, a
    terminal, and rows that go because what they belong to is deleted. `person` is the attribute
    that holds the person's id. Called when the site starts.
    """

    def deleted(sender: type[models.Model], instance: models.Model, **details: Any) -> None:
        raise_epoch(getattr(instance, person))

    post_delete.connect(
        deleted, sender=model, weak=False, dispatch_uid=f"accounts.rights.{model._meta.label}"
    )
