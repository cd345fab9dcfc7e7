"""A message in a session's chat."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from kit.models import Identified
from sessions.models import Session


class Message(Identified):
    """What one person said to everyone in the room; `lang` is the language it is written in."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="messages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages")
    text = models.TextField(_("text"))
    lang = models.CharField(max_length=3)
    seq = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = (models.Index(fields=("session", "seq"), name="chat_message_order"),)

    def __str__(self) -> str:
        return f"message {self.id}"
