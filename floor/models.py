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
    MERGED = "merged", _("united with another question")
    RETRACTED = "retracted", _("taken back by who asked")


class Naming(models.TextChoices):
    """Who sees the name of who asks; chosen before sending, and never changed after."""

    NAMED = "named", _("everyone sees who asks")
    HIDDEN = "hidden", _("only the moderators see who asks")
    UNNAMED = "unnamed", _("nobody sees who asks")
    HALL = "hall", _("a moderator asks for somebody in the hall")


class Question(Identified):
    """What one person asks of the stage.

    An unnamed question has no `person`, and neither has one from the hall: nothing in its row, or
    beside it, leads to who asked it.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="questions"
    )
    naming = models.CharField(max_length=8, choices=Naming.choices, default=Naming.NAMED)
    on_behalf = models.CharField(_("who asks in the hall"), max_length=120, blank=True)
    text = models.TextField(_("text"))
    lang = models.CharField(max_length=3)
    state = models.CharField(
        max_length=10, choices=QuestionState.choices, default=QuestionState.WAITING
    )
    # What the moderators see of who asks, where nobody else may: as it last stood.
    seen_as = models.JSONField(null=True)
    # Each list of questions is in the order of its own stream: the moderators', the asker's, the room's.
    # For the moderators it is the number of what brought it into that list of theirs where it is.
    asked_at = models.DateTimeField()
    asked_seq = models.BigIntegerField(default=0)
    received_at = models.DateTimeField(null=True)
    received_seq = models.BigIntegerField(default=0)
    approved_at = models.DateTimeField(null=True)
    approved_seq = models.BigIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    answered_seq = models.BigIntegerField(default=0)
    # What was first asked, once somebody has edited it: for the moderators and who asked.
    original = models.TextField(blank=True)
    edited_at = models.DateTimeField(null=True)
    is_pinned = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged"
    )
    # Who answers, and by when, what was left unanswered at the end.
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="owed_answers"
    )
    due_on = models.DateField(null=True)
    # Which moderator said that they see to it, and when: so that two do not do it twice.
    handler = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="questions_in_hand"
    )
    handled_at = models.DateTimeField(null=True)
    answer = models.TextField(_("written answer"), blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = (models.Index(fields=("session", "state"), name="floor_question_state"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(naming__in=("unnamed", "hall"), person__isnull=True)
                | models.Q(naming__in=("named", "hidden"), person__isnull=False),
                name="floor_asker_as_chosen",
            ),
            models.UniqueConstraint(
                fields=("session",),
                condition=models.Q(is_pinned=True),
                name="floor_one_pinned",
            ),
        )

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
