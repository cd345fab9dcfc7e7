"""An application, who makes it together, what is written in it, what it costs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from grants.models.calls import Call
from groups.models import Group
from kit.bilingual import LANGUAGES, Bilingual, Text, said
from kit.models import Identified

# Where files lie in the file storage; no address of its own leads there.
FOLDER = "grants/"


class State(models.TextChoices):
    """How far an application has come, as its partners are told."""

    DRAFT = "draft", _("being written")
    SUBMITTED = "submitted", _("submitted")
    ASKED = "asked", _("more was asked for")
    AWARDED = "awarded", _("awarded")
    REFUSED = "refused", _("not awarded")
    WITHDRAWN = "withdrawn", _("withdrawn")


WRITABLE = (State.DRAFT, State.ASKED)


class Application(Identified, Bilingual):
    """What partners of every side ask for together.

    `edition` counts every change of anything in it: a sign-off is to one edition. The head (titles,
    summaries, theme, period) has an edition of its own, as each section and the budget have, so
    that only those who write in the same place are in each other's way.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=200, blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    theme = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="grant_applications"
    )
    # The number by which people call a recommendation, R4; it lives in an app beside this one.
    recommendation = models.PositiveIntegerField(null=True, blank=True)
    starts_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    edition = models.PositiveIntegerField(default=1)
    head_edition = models.PositiveIntegerField(default=1)
    budget_edition = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # Where more was asked for: until when it may be changed and submitted again.
    due_at = models.DateTimeField(null=True)

    # Who makes it now, as `queries.with_partners` reads it.
    acting: "list[Partner]"

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ("started_at", "id")
        indexes = (models.Index(fields=("call", "state"), name="grants_application_state"),)

    def __str__(self) -> str:
        return f"application {self.id}"

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")

    @property
    def summary(self) -> Text:
        """Return the summary in the reader's language."""
        return said(self, "summary")

    @property
    def is_writable(self) -> bool:
        """Say whether its partners may still change it, as far as its state goes."""
        return self.state in WRITABLE


class Standing(models.TextChoices):
    """By what it is known that somebody may sign for an organisation."""

    DELEGATE = "delegate", _("its delegate in a working group")
    CONFIRMED = "confirmed", _("confirmed by the organisers")


class Partner(Identified):
    """An organisation that makes the application, and who acts for it; `signed_edition` is what they signed.

    `standing` is by what they might sign when it was handed in; without one the application does
    not count.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="grant_partners"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grant_partners")
    position = models.PositiveSmallIntegerField(default=0)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    signed_edition = models.PositiveIntegerField(null=True)
    signed_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, blank=True, default="")

    # By what they may sign now, as the page of an application reads it.
    known_by = ""

    class Meta:
        ordering = ("position", "joined_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("application", "person"),
                condition=Q(left_at=None),
                name="grants_partner_person",
            ),
            models.UniqueConstraint(
                fields=("application", "organisation"),
                condition=Q(left_at=None),
                name="grants_partner_organisation",
            ),
        )

    def __str__(self) -> str:
        return f"partner {self.id}"

    @property
    def known_by_words(self) -> str:
        """Return in words by what they may sign, where that is known."""
        return str(Standing(self.known_by).label) if self.known_by else ""


class Invitation(Identified):
    """The wish that somebody join for their organisation; only whom it was sent to can accept."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="invitations"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("sent_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("application", "person"),
                condition=Q(accepted_at=None, ended_at=None),
                name="grants_invited_once",
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.id}"

    @property
    def is_open(self) -> bool:
        """Say whether it waits for an answer."""
        return self.accepted_at is None and self.ended_at is None


class SectionKind(models.TextChoices):
    """The parts that an application is written in."""

    NEED = "need", _("What it is about and whom it serves")
    PLAN = "plan", _("Work plan: what is done, by whom, by when")
    PARTNERSHIP = "partnership", _("Who does what among the partners")
    RESULTS = "results", _("What will be different, and how you will know")


class Section(Identified, Bilingual):
    """One part of an application's text, with an edition of its own."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=12, choices=SectionKind.choices)
    text_en = models.TextField(_("in English"), blank=True)
    text_ru = models.TextField(_("in Russian"), blank=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("application", "kind"), name="grants_section_once"),
        )

    def __str__(self) -> str:
        return f"section {self.id}"

    @property
    def text(self) -> Text:
        """Return the text (Markdown) in the reader's language."""
        return said(self, "text")


class BudgetLine(models.Model):
    """What one partner needs for one thing: asked of the grant, and borne by the partner."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="lines")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("what for"), max_length=200)
    asked = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    own = models.DecimalField(max_digits=12, decimal_places=2, default=0)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(
                condition=Q(asked__gte=0) & Q(own__gte=0), name="grants_line_not_negative"
            ),
        )

    def __str__(self) -> str:
        return f"line {self.pk}"


class Attachment(Identified):
    """A file of a call, of an application or of a report; handed out only by a view that asks who asks."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, null=True, related_name="files")
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, related_name="files"
    )
    report = models.ForeignKey(
        "grants.Report", on_delete=models.CASCADE, null=True, related_name="files"
    )
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to=FOLDER, max_length=200)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    language = models.CharField(max_length=2, choices=LANGUAGES, blank=True)

    class Meta:
        ordering = ("added_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(call__isnull=False, application=None, report=None)
                    | Q(call=None, application__isnull=False, report=None)
                    | Q(call=None, application=None, report__isnull=False)
                ),
                name="grants_file_of_one",
            ),
        )

    def __str__(self) -> str:
        return f"file {self.id}"
