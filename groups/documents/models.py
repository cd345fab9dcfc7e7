"""A document of a working group, and its revisions: text in two languages, or a file."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from groups.models import Group, GroupRole, Membership
from kit.bilingual import LANGUAGES, Bilingual, Text, said
from kit.models import Identified

Reader = Person | AnonymousUser


class Documents(models.QuerySet["Document"]):
    """Documents, as each reader may see them."""

    def visible_to(self, reader: Reader) -> "Documents":
        """Return public ones, and a member those of their groups; what was put away, who manages."""
        if not isinstance(reader, Person) or not reader.is_active:
            return self.filter(is_public=True, put_away_at=None)
        if reader.is_organiser:
            return self.all()
        mine = Membership.objects.filter(group=OuterRef("group"), person=reader, ended_at=None)
        open_to_all = Q(put_away_at=None) & (Q(is_public=True) | Exists(mine))
        return self.filter(open_to_all | Exists(mine.filter(role=GroupRole.CHAIR)))


class Document(Identified, Bilingual):
    """A document with its title in both languages; what it says is in its revisions.

    `edition` counts what was done to title and visibility. One that was put away is kept.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="documents")
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=300, blank=True)
    is_public = models.BooleanField(_("shown to everyone"), default=False)
    edition = models.PositiveIntegerField(default=1, editable=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # When its last revision came: what lists are ordered by.
    revised_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True, blank=True)
    put_away_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    put_away_reason = models.TextField(blank=True, default="")

    objects = Documents.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-revised_at", "pk")
        indexes = (models.Index(fields=("group", "-revised_at"), name="groups_document_order"),)

    def __str__(self) -> str:
        return f"document {self.id}"

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")


class Revision(Identified, Bilingual):
    """One state of a document, as it was written or uploaded; never changed afterwards.

    It is a text (Markdown, in one language or both) or a file. `note` says what changed.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text_en = models.TextField(_("text in English"), blank=True)
    text_ru = models.TextField(_("text in Russian"), blank=True)
    file = models.FileField(upload_to="groups/documents", blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_kind = models.CharField(max_length=10, blank=True)
    size = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    note_language = models.CharField(max_length=2, choices=LANGUAGES)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # How others saw its author then.
    seen = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="groups_revision_in_order"),
            models.CheckConstraint(
                condition=Q(file="") | Q(text_en="", text_ru=""), name="groups_revision_one_kind"
            ),
        )

    def __str__(self) -> str:
        return f"revision {self.number} of {self.document_id}"

    @property
    def is_file(self) -> bool:
        """Say whether it is a file; otherwise it is a text."""
        return bool(self.file_kind)

    @property
    def text(self) -> Text:
        """Return the text (Markdown) in the reader's language."""
        return said(self, "text")
