"""What becomes of open sockets when a session is deleted, in the back office or with its host."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from live import presence
from live.epochs import raise_epoch
from sessions.models import Session


@receiver(pre_delete, sender=Session, dispatch_uid="sessions.deleted")
def session_deleted(sender: type[Session], instance: Session, **details: Any) -> None:
    """End the rights of whoever is in the room: most have no row that goes with the session."""
    for person in sorted(presence.present(instance.live_room)):
        raise_epoch(person)
