"""A recommendation with its paragraphs, what was said of them, and the versions that were adopted."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from groups.models import Group
from kit.bilingual import LANGUAGES, Bilingual, Text, said
from kit.models import Identified
from records.decisions.models import Decision, SourceKind
from sessions.models import Session


class Standing(models.TextChoices):
    """Where the text of a recommendation stands."""

    DRAFT = "draft", _("draft")
    ADOPTED = "adopted", _("adopted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Recommendation(Identified, Bilingual):
    """What citizens recommend: a title, numbered paragraphs, and the versions adopted of it.

    `number` is one series over the programme: people say "R4". While it is a draft, title and
    paragraphs are worked on; what was adopted lives in its `Version` and never changes. A new draft
    may follow an adopted version. One that was imported has no group and is adopted from the start.
    """

    number = models.PositiveIntegerField(unique=True, editable=False)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=300, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.DRAFT)
    drafted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="drafted_recommendations"
    )
    drafted_at = models.DateTimeField()
    # Counts each edit of title or paragraphs: a co-chair's consent is to one edition.
    edition = models.PositiveIntegerField(default=1)
    # Counts those of the title alone, for whoever edits it while others edit paragraphs.
    title_edition = models.PositiveIntegerField(default=1)
    # Whether delegates of other groups may read the draft and say what they think of it.
    is_open = models.BooleanField(_("open for discussion"), default=False)
    # Where an import had it from, and by what it knows it again.
    import_source = models.CharField(max_length=200, blank=True, editable=False)
    import_key = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("import_source", "import_key"),
                condition=~Q(import_key=""),
                name="records_imported_once",
            ),
        )

    def __str__(self) -> str:
        return f"R{self.number}"

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")


class Paragraph(Identified, Bilingual):
    """A numbered paragraph of the draft; one that was taken out stays, without a place."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="paragraphs"
    )
    position = models.PositiveSmallIntegerField()
    text_en = models.TextField(_("paragraph in English"), blank=True)
    text_ru = models.TextField(_("paragraph in Russian"), blank=True)
    edition = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"paragraph {self.id}"

    @property
    def text(self) -> Text:
        """Return the paragraph in the reader's language."""
        return said(self, "text")


class Origin(models.Model):
    """What a paragraph comes from: a decision, or an event of a session by its number in the room."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="origins")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="origins"
    )
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=SourceKind.choices)
    subject = models.UUIDField()
    seq = models.BigIntegerField(default=0)
    # An adopted paragraph rests on what was attached before its adoption, and that stays.
    attached_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("paragraph", "subject"), name="records_origin_once"),
            models.CheckConstraint(
                condition=Q(kind="decision", decision__isnull=False)
                | Q(decision__isnull=True, session__isnull=False),
                name="records_origin_is_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.paragraph_id}"


class Revision(models.Model):
    """A text as it stood before it was edited: so nothing that was written is ever lost."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="revisions"
    )
    # None for the title.
    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.CASCADE, null=True, related_name="revisions"
    )
    language = models.CharField(max_length=2, choices=LANGUAGES)
    edition = models.PositiveIntegerField()
    was = models.TextField(blank=True)
    now = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"edition {self.edition} of {self.recommendation_id}"


class Comment(Identified):
    """What somebody says of a paragraph, or of the whole; taken back it leaves its place."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="comments"
    )
    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.CASCADE, null=True, related_name="comments"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # What the person showed of themselves when they said it.
    seen: Any = models.JSONField(default=dict)
    text = models.TextField()
    lang = models.CharField(max_length=3)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"comment {self.id}"


class AmendmentState(models.TextChoices):
    """What became of an amendment."""

    OPEN = "open", _("open")
    TAKEN = "taken", _("taken")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("taken back")


class Amendment(Identified):
    """Another wording that somebody proposes for a paragraph, in one language.

    Without a paragraph it proposes a new one at the end; with an empty text, to take the paragraph out.
    """

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="amendments"
    )
    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.CASCADE, null=True, related_name="amendments"
    )
    # Of the paragraph that it was written against: one that was edited since is shown as a clash.
    edition = models.PositiveIntegerField(default=0)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # What the person showed of themselves when they proposed it.
    seen: Any = models.JSONField(default=dict)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    text = models.TextField(blank=True)
    grounds = models.TextField(_("why"), blank=True)
    at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=AmendmentState.choices, default=AmendmentState.OPEN
    )
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"amendment {self.id}"


class Endorsement(Identified):
    """That an organisation stands behind a recommendation, of which edition, and who said so for it."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="endorsements"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("recommendation", "organisation"),
                condition=Q(withdrawn_at__isnull=True),
                name="records_endorsed_once",
            ),
        )

    def __str__(self) -> str:
        return f"endorsement {self.id}"


class Purpose(models.TextChoices):
    """What a co-chair says yes to."""

    ADOPT = "adopt", _("adoption")
    WITHDRAW = "withdraw", _("withdrawal")


class Consent(models.Model):
    """A co-chair's yes to one edition; an edit after it leaves the row and makes it count no more."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="consents"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # The code of the side for which the co-chair said it, as it was then.
    side = models.CharField(max_length=20)
    edition = models.PositiveIntegerField()
    at = models.DateTimeField()
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.ADOPT)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("recommendation", "person", "edition", "purpose"),
                name="records_consented_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} to {self.recommendation_id}"


class Frozen(TypeError):
    """An adopted text was to be changed."""

    def __init__(self) -> None:
        super().__init__("An adopted text never changes.")


class FrozenRows(models.QuerySet[Any]):
    """Rows that can be added and read, and nothing else."""

    def update(self, **changes: Any) -> NoReturn:
        """Refuse."""
        raise Frozen

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse."""
        raise Frozen

    def delete(self) -> NoReturn:
        """Refuse."""
        raise Frozen

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[Any]:
        """Add rows; one that is there already is neither written over nor passed by in silence."""
        if options.get("update_conflicts") or options.get("ignore_conflicts") or args[1:]:
            raise Frozen
        return super().bulk_create(objs, *args, **options)

    def _raw_delete(self, using: str | None) -> NoReturn:
        raise Frozen


class FrozenRow(models.Model):
    """A row that is written once."""

    objects = models.Manager.from_queryset(FrozenRows)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new row; one that has been written can't be saved again."""
        if not self._state.adding:
            raise Frozen
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse."""
        raise Frozen


class Version(Identified, Bilingual, FrozenRow):
    """A text that was adopted, in both languages, word for word; written once.

    `consents` and `endorsements` are as they stood: names and organisations by id, sides by code.
    `digest` is the SHA-256 of the canonical text, so that a copy can be held against it.
    """

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    title_en = models.CharField(max_length=300, blank=True)
    title_ru = models.CharField(max_length=300, blank=True)
    adopted_at = models.DateTimeField()
    consents = models.JSONField(default=list)
    endorsements = models.JSONField(default=list)
    digest = models.CharField(max_length=64)

    class Meta(FrozenRow.Meta):
        abstract = False
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("recommendation", "number"), name="records_version_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"version {self.number} of {self.recommendation_id}"

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")


class AdoptedParagraph(Identified, Bilingual, FrozenRow):
    """A paragraph of an adopted text, and the paragraph of the draft it was, with its origins."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="paragraphs")
    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.PROTECT, null=True, related_name="adopted"
    )
    number = models.PositiveSmallIntegerField()
    text_en = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)

    class Meta(FrozenRow.Meta):
        abstract = False
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("version", "number"), name="records_numbered_once"),
        )

    def __str__(self) -> str:
        return f"{self.number} of {self.version_id}"

    @property
    def text(self) -> Text:
        """Return the paragraph in the reader's language."""
        return said(self, "text")
