"""Whom a recommendation was handed to, in which words, and what they answered."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.models import Person
from kit.bilingual import LANGUAGES, Bilingual, Text, said
from kit.models import Identified
from records.recommendations.models import FrozenRow, Recommendation, Version

# Where proofs lie in the file storage; no address leads there.
FOLDER = "proofs/"


class Addressee(Identified, Bilingual):
    """An office that recommendations are addressed to: a ministry, a committee, a state's delegation."""

    office_en = models.CharField(_("office in English"), max_length=200, blank=True)
    office_ru = models.CharField(_("office in Russian"), max_length=200, blank=True)
    # The post, never a person: who holds it changes, and is nobody's business here.
    post_en = models.CharField(_("post in English"), max_length=200, blank=True)
    post_ru = models.CharField(_("post in Russian"), max_length=200, blank=True)
    country = CountryField(_("country"), blank=True)
    # By what an import knows it again.
    import_key = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        ordering = ("office_en", "office_ru", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("import_key",),
                condition=~Q(import_key=""),
                name="records_addressee_imported_once",
            ),
            models.CheckConstraint(
                condition=~Q(office_en="", office_ru=""), name="records_addressee_named"
            ),
        )

    def __str__(self) -> str:
        return f"addressee {self.id}"

    @property
    def office(self) -> Text:
        """Return what the office is called in the reader's language."""
        return said(self, "office")

    @property
    def post(self) -> Text:
        """Return the post in the reader's language."""
        return said(self, "post")


class Channel(models.TextChoices):
    """By what way a text was delivered."""

    HANDED = "handed", _("handed over in person")
    MEETING = "meeting", _("put forward at a meeting")
    POST = "post", _("by post")
    MAIL = "mail", _("by e-mail")
    PORTAL = "portal", _("through an official website")
    OTHER = "other", _("another way")


class Delivery(Identified):
    """That an adopted text was delivered to somebody, in which version and language, how and when.

    The text can't be changed: it is the version's, which is written once. `contact` is for who
    manages the delivery and stands in no page, feed, log or file for anyone else.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="deliveries")
    language = models.CharField(_("language delivered"), max_length=2, choices=LANGUAGES)
    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="deliveries")
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    channel = models.CharField(_("way"), max_length=10, choices=Channel.choices)
    # None only for what was imported from a table that does not say it.
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    due_on = models.DateField(_("reply due"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="recorded_deliveries"
    )
    recorded_at = models.DateTimeField()
    # Counts each edit: who saves what they did not see last is shown the clash.
    edition = models.PositiveIntegerField(default=1)
    proof = models.FileField(upload_to=FOLDER, max_length=200, blank=True)
    proof_name = models.CharField(max_length=200, blank=True)
    proof_kind = models.CharField(max_length=10, blank=True)
    # For which day of reply a reminder was written, so that each is written once.
    reminded_for = models.DateField(null=True)
    overdue_told_for = models.DateField(null=True)
    # Recorded by mistake: it stays, with the reason, for who manages it.
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("delivered_on", "recorded_at", "id")
        indexes = (models.Index(fields=("due_on",), name="records_delivery_due"),)

    def __str__(self) -> str:
        return f"delivery {self.id}"


class ReplyLink(Identified):
    """The right to answer one delivery without an account; of its secret only the digest is here."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("delivery",),
                condition=Q(revoked_at__isnull=True),
                name="records_one_reply_link",
            ),
        )

    def __str__(self) -> str:
        return f"link {self.id}"


class Stance(models.TextChoices):
    """What an addressee says to a recommendation."""

    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("accepted in part")
    NOTED = "noted", _("noted")
    REFUSED = "refused", _("refused")
    LATER = "later", _("needs more time")


class Came(models.TextChoices):
    """By which door a reply came in."""

    LINK = "link", _("by the reply link")
    ENTERED = "entered", _("entered by the group")
    IMPORT = "import", _("imported")


class Reply(Identified, FrozenRow):
    """What an addressee answered, word for word as it came; written once.

    Whether it may be read by all is its verdict's.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="replies")
    stance = models.CharField(_("answer"), max_length=10, choices=Stance.choices)
    text = models.TextField(_("reply"), blank=True)
    commitment = models.TextField(_("commitment"), blank=True)
    lang = models.CharField(_("language of the reply"), max_length=2, choices=LANGUAGES)
    replied_on = models.DateField(_("date of the reply"), null=True, blank=True)
    came = models.CharField(max_length=10, choices=Came.choices)
    came_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="entered_replies"
    )
    link = models.ForeignKey(ReplyLink, on_delete=models.PROTECT, null=True, related_name="replies")
    answered_by = models.CharField(_("who answers"), max_length=200, blank=True)
    is_name_public = models.BooleanField(default=False)

    class Meta(FrozenRow.Meta):
        abstract = False
        ordering = ("came_at", "id")
        verbose_name = _("reply")
        verbose_name_plural = _("replies")

    def __str__(self) -> str:
        return f"reply {self.id}"


class Verdict(models.Model):
    """That the group has looked at a reply: it is public, or kept back with a reason.

    `translation` is the group's, beside the original, never in its place.
    """

    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="verdict")
    is_public = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    translation = models.TextField(blank=True)
    commitment_translation = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=("is_public",), name="records_verdict_public"),)

    def __str__(self) -> str:
        return f"verdict on {self.reply_id}"


class Progress(Identified, Bilingual):
    """What happened on a day after a delivery: a step, a meeting, a law; taken back it goes from sight."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="notes")
    on = models.DateField(_("date"))
    text_en = models.TextField(_("note in English"), blank=True)
    text_ru = models.TextField(_("note in Russian"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("on", "at", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text_en="", text_ru=""), name="records_progress_says_something"
            ),
        )

    def __str__(self) -> str:
        return f"progress {self.id}"

    @property
    def text(self) -> Text:
        """Return the note in the reader's language."""
        return said(self, "text")


class ImportedRow(models.Model):
    """The row of a table that a recommendation was imported from, as it was read."""

    recommendation = models.OneToOneField(
        Recommendation, on_delete=models.CASCADE, related_name="imported"
    )
    issued_by = models.CharField(_("from whom"), max_length=300, blank=True)
    line = models.PositiveIntegerField()
    columns: Any = models.JSONField(default=dict)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"line {self.line}"
