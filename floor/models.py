"""A question from the audience and the votes for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from kit.models import Identified
from sessions.models import Session


class QuestionState(models.TextChoices):
    """Where a question stands: with the moderators, before the room, answered or put aside."""

    WAITING = "waiting", _("waiting for a moderator")
    OPEN = "open", _("before the room")
    ANSWERED = "answered", _("answered")
    DISMISSED = "dismissed", _("put aside")


class Question(Identified):
    """What one person asks of the stage."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField(_("text"))
    lang = models.CharField(max_length=3)
    state = models.CharField(
        max_length=10, choices=QuestionState.choices, default=QuestionState.WAITING
    )
    # Each list of questions is in the order of its own stream: the moderators', the asker's, the room's.
    asked_at = models.DateTimeField()
    asked_seq = models.BigIntegerField(default=0)
    received_at = models.DateTimeField(null=True)
    received_seq = models.BigIntegerField(default=0)
    approved_at = models.DateTimeField(null=True)
    approved_seq = models.BigIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(_("written answer"), blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = (models.Index(fields=("session", "state"), name="floor_question_state"),)

    def __str__(self) -> str:
        return f"question {self.id}"


class Upvote(models.Model):
    """One person's support for one question."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="upvotes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="upvotes")
    seq = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("question", "person"), name="floor_upvoted_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} for {self.question_id}"
