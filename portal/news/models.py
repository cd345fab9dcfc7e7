"""A piece of news or an announcement, what a person follows, and their weekly letter."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from kit.bilingual import Bilingual, Text, said
from kit.models import Identified
from kit.zones import validate_zone
from sessions.models import Session


class Kind(models.TextChoices):
    """A report of what was, or what is of use for some days."""

    NEWS = "news", _("news")
    ANNOUNCEMENT = "announcement", _("announcement")


class Standing(models.TextChoices):
    """The life of a piece of news."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed to the co-chairs")
    SCHEDULED = "scheduled", _("to be published")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


# Nobody outside reads it yet.
UNPUBLISHED = (Standing.DRAFT, Standing.PROPOSED, Standing.SCHEDULED)


class Story(Identified, Bilingual):
    """A piece of news of the programme, or of a group; `text` is Markdown."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, null=True, blank=True, related_name="stories"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.NEWS)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=200, blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    text_ru = models.TextField(_("text in Russian"), blank=True)
    # What it is about; shown to who may read of that.
    conference = models.ForeignKey(
        Conference, on_delete=models.SET_NULL, null=True, blank=True, related_name="stories"
    )
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="stories"
    )
    # The days and the hour below are told on the clocks of this zone.
    zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[validate_zone]
    )
    useful_from = models.DateField(_("of use from"), null=True, blank=True)
    useful_until = models.DateField(_("of use until"), null=True, blank=True)
    is_pinned = models.BooleanField(_("pinned on the home page"), default=False)
    state = models.CharField(max_length=10, choices=Standing.choices, default=Standing.DRAFT)
    publish_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    # When what a reader of each language gets was last written: `updated` of the feeds.
    changed_en_at = models.DateTimeField(editable=False)
    changed_ru_at = models.DateTimeField(editable=False)
    written_at = models.DateTimeField(editable=False)
    author = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
        ordering = ("-published_at", "-written_at", "id")
        indexes = (
            models.Index(fields=("state", "-published_at"), name="portal_story_latest"),
            models.Index(fields=("state", "publish_at"), name="portal_story_due"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(useful_until__isnull=True)
                | Q(useful_from__isnull=True)
                | Q(useful_until__gte=F("useful_from")),
                name="portal_story_days",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="portal_story_published",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False),
                name="portal_story_scheduled",
            ),
        )

    def __str__(self) -> str:
        return self.slug

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")

    @property
    def text(self) -> Text:
        """Return the text (Markdown) in the reader's language."""
        return said(self, "text")

    @property
    def is_announcement(self) -> bool:
        """Say whether it is of use for some days rather than a report of what was."""
        return self.kind == Kind.ANNOUNCEMENT

    @property
    def is_published(self) -> bool:
        """Say whether everyone reads it."""
        return self.state == Standing.PUBLISHED

    def changed_at(self, language: str) -> datetime:
        """Return when what a reader of a language gets was last written."""
        changed: datetime = getattr(self, f"changed_{language}_at")
        return changed


class Following(models.Model):
    """A person's wish to hear of a group, or of the programme where no group is named, or not to.

    Without a row members hear of their groups, and nobody of anything else.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="followings")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, related_name="followings")
    is_on = models.BooleanField()
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "group"), name="portal_follows_group_once"),
            models.UniqueConstraint(
                fields=("person",), condition=Q(group=None), name="portal_follows_programme_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} of {self.group_id}"


class Digest(models.Model):
    """The weekly letter of a person: whether they want none, and of which week it was last thought of."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="digest"
    )
    is_stopped = models.BooleanField(default=False)
    # ISO week, as in 2026-W49.
    week = models.CharField(max_length=8, blank=True)
    # Until when what is new has been told.
    told_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.week}"
