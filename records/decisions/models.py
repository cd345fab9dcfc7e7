"""A decision with the events that it comes from and who was there; an action and its course."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from accounts.models import Organisation, Person, ShownAs
from groups.models import Group
from kit.bilingual import Bilingual, Text, said
from kit.models import Identified
from sessions.models import AgendaItem, Session


class Decision(Identified, Bilingual):
    """What a session decided, at one instant of its log.

    `number` is one series over the whole programme: people say "D7". `seq` is the number of
    `decision.taken` in the room's stream, `taken_at` the instant for which presence was counted.
    A decision is not deleted: one that was taken by mistake is withdrawn, with a reason.
    """

    number = models.PositiveIntegerField(unique=True, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="decisions")
    # Whose rule of quorum held: the group that met, or the one for which a conference's session decided.
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, related_name="+")
    text_en = models.TextField(_("decision in English"), blank=True)
    text_ru = models.TextField(_("decision in Russian"), blank=True)
    taken_at = models.DateTimeField()
    seq = models.BigIntegerField(default=0)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # Written down afterwards, from the log: then `taken_at` is the instant of the event it rests on.
    is_afterwards = models.BooleanField(default=False)
    # The rule of quorum as it stood, and whether it was met; null where the group has none.
    quorum_rule = models.JSONField(default=dict)
    is_quorate = models.BooleanField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    # Counts each edit: who saves what they did not see last is shown the clash.
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"D{self.number}"

    @property
    def text(self) -> Text:
        """Return what was decided in the reader's language."""
        return said(self, "text")


class Wording(models.Model):
    """What a decision said in one language before somebody changed it."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=2)
    was = models.TextField(blank=True)
    now = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # When what it said was taken out of sight for good, with the reason that stands in its place.
    redacted_at = models.DateTimeField(null=True)
    redacted_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.language} of {self.decision_id}"


class SourceKind(models.TextChoices):
    """What an event of a session tells of."""

    QUESTION = "question", _("question")
    MESSAGE = "message", _("message")
    ITEM = "item", _("agenda item")
    DECISION = "decision", _("decision")


class Source(models.Model):
    """An event of the session's log that a decision comes from: its number in the room's stream."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=10, choices=SourceKind.choices)
    subject = models.UUIDField()
    seq = models.BigIntegerField()

    class Meta:
        ordering = ("seq",)
        constraints = (
            models.UniqueConstraint(fields=("decision", "seq"), name="records_source_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.seq} of {self.decision_id}"


class Presence(models.Model):
    """Somebody who was in the room when a decision was taken, as they were shown then.

    What is told of it is the lesser of then and now, as in every record.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ShownAs.choices)
    name = models.CharField(max_length=80, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    country = CountryField(blank=True)
    # For the group's rule of quorum, whoever they show: as a member they belong to it by this organisation.
    member_of = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("decision", "person"), name="records_present_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} at {self.decision_id}"


class Numbering(models.Model):
    """The last number given out in a series of the whole programme; its row is the lock of the series."""

    name = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}:{self.last}"


class ActionState(models.TextChoices):
    """Where an action stands."""

    OPEN = "open", pgettext_lazy("an action", "open")
    DONE = "done", pgettext_lazy("an action", "done")
    DROPPED = "dropped", pgettext_lazy("an action", "given up")


class Action(Identified, Bilingual):
    """What somebody took upon themselves, in a session or for a group, until a day."""

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    text_en = models.TextField(_("action in English"), blank=True)
    text_ru = models.TextField(_("action in Russian"), blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="owed_actions"
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=ActionState.choices, default=ActionState.OPEN)
    taken_at = models.DateTimeField()
    # The number of `action.taken` in the room's stream; 0 outside a session.
    seq = models.BigIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    # For which due day its owner was reminded, before it and after it.
    reminded_for = models.DateField(null=True)
    overdue_for = models.DateField(null=True)
    # Counts each edit: who saves what they did not see last is shown the clash.
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ("taken_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(session__isnull=False) | Q(group__isnull=False),
                name="records_action_has_host",
            ),
        )

    def __str__(self) -> str:
        return f"action {self.id}"

    @property
    def text(self) -> Text:
        """Return what is to be done in the reader's language."""
        return said(self, "text")


class Carried(models.Model):
    """That an action still open stood in a later meeting of its group, from its opening on."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="carried")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="carried")
    at = models.DateTimeField()
    # The number of `action.carried` in that session's room.
    seq = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("seq", "id")
        constraints = (
            models.UniqueConstraint(fields=("action", "session"), name="records_carried_once"),
        )

    def __str__(self) -> str:
        return f"{self.action_id} in {self.session_id}"


class ActionChange(models.Model):
    """One change of an action: what was, what is, who did it, and in which session if in one."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="changes")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=20)
    was = models.TextField(blank=True)
    now = models.TextField(blank=True)
    note = models.TextField(blank=True)
    # As of a decision's wording: when and why its words or its note were taken out of sight for good.
    redacted_at = models.DateTimeField(null=True)
    redacted_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.field} of {self.action_id}"

    @property
    def has_words(self) -> bool:
        """Say whether something stands here that somebody wrote: an earlier wording, or a note."""
        return bool(self.note or (self.was and self.field.startswith("text_")))
