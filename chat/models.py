"""A message in a session's chat, what people felt about it, and the notice above them all."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from kit.models import Identified
from sessions.models import Session


class MessageState(models.TextChoices):
    """Whether a message can be read: by all, by nobody any more, or by the moderators only."""

    SHOWN = "shown", _("shown")
    DELETED = "deleted", _("deleted")
    HIDDEN = "hidden", _("hidden")


class Message(Identified):
    """What one person said to everyone in the room; `lang` is the language it is written in.

    `folded` is the text as search compares it. Both are empty once a message was deleted: only its
    place in the chat is left.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="messages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages")
    text = models.TextField(_("text"), blank=True)
    folded = models.TextField(blank=True, default="", editable=False)
    lang = models.CharField(max_length=3)
    seq = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)
    reply = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies"
    )
    state = models.CharField(max_length=7, choices=MessageState.choices, default=MessageState.SHOWN)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hidden_reason = models.TextField(_("reason"), blank=True, default="")

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = (models.Index(fields=("session", "seq"), name="chat_message_order"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="deleted") | Q(text="", folded=""),
                name="chat_deleted_has_no_text",
            ),
        )

    def __str__(self) -> str:
        return f"message {self.id}"


class Reaction(models.Model):
    """One person's reaction to one message, each kind once."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = (
            models.UniqueConstraint(fields=("message", "person", "kind"), name="chat_reacted_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class Notice(Identified):
    """What a moderator put above the chat: a text of its own, or a message's.

    The rows of former notices stay, so that whatever quoted a message can be found when it goes.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, blank=True, related_name="notices"
    )
    text = models.TextField(_("text"), blank=True)
    lang = models.CharField(max_length=3)
    at = models.DateTimeField(null=True)
    is_pinned = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = (
            models.UniqueConstraint(
                fields=("session",), condition=Q(is_pinned=True), name="chat_one_notice"
            ),
        )

    def __str__(self) -> str:
        return f"notice {self.id}"
