"""What a member tells of their organisation's work, and the comments below it."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from groups.models import Group, GroupRole, Membership
from kit.bilingual import LANGUAGES, Bilingual, Text, said
from kit.models import Identified

Reader = Person | AnonymousUser


class Standing(models.TextChoices):
    """Whether something can be read: by its readers, by nobody any more, or by who manages only."""

    SHOWN = "shown", _("shown")
    TAKEN_BACK = "taken_back", _("taken back")
    HIDDEN = "hidden", _("hidden")


class Posts(models.QuerySet["Post"]):
    """Posts, as each reader may see them."""

    def visible_to(self, reader: Reader) -> "Posts":
        """Return public ones, and a member those of their groups; hidden ones, who manages or wrote.

        What was taken back is nowhere: its tombstone stands at its own address only.
        """
        there = self.exclude(standing=Standing.TAKEN_BACK)
        if not isinstance(reader, Person) or not reader.is_active:
            return there.filter(is_public=True, standing=Standing.SHOWN)
        if reader.is_organiser:
            return there
        mine = Membership.objects.filter(group=OuterRef("group"), person=reader, ended_at=None)
        open_to_all = Q(standing=Standing.SHOWN) & (Q(is_public=True) | Exists(mine))
        may_manage = Exists(mine.filter(role=GroupRole.CHAIR))
        return there.filter(open_to_all | may_manage | Q(person=reader))


class Post(Identified, Bilingual):
    """What a delegate tells on behalf of their organisation, in their language, perhaps translated."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="posts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # How others saw its author then.
    seen = models.JSONField(default=dict, editable=False)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=300, blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    text_ru = models.TextField(_("text in Russian"), blank=True)
    is_public = models.BooleanField(_("shown to everyone"), default=False)
    edition = models.PositiveIntegerField(default=1, editable=False)
    posted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    standing = models.CharField(
        max_length=10, choices=Standing.choices, default=Standing.SHOWN, editable=False
    )
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hidden_reason = models.TextField(_("reason"), blank=True, default="")

    objects = Posts.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ("-posted_at", "pk")
        indexes = (models.Index(fields=("group", "-posted_at"), name="groups_post_order"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(standing="taken_back")
                | Q(title_en="", title_ru="", text_en="", text_ru=""),
                name="groups_post_taken_back_is_empty",
            ),
        )

    def __str__(self) -> str:
        return f"post {self.id}"

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")

    @property
    def text(self) -> Text:
        """Return the text (Markdown) in the reader's language."""
        return said(self, "text")


class Comment(Identified):
    """What somebody says to a post; one that was taken back leaves its place."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    seen = models.JSONField(default=dict, editable=False)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    standing = models.CharField(
        max_length=10, choices=Standing.choices, default=Standing.SHOWN, editable=False
    )
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hidden_reason = models.TextField(_("reason"), blank=True, default="")

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("post", "at"), name="groups_comment_order"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(standing="taken_back") | Q(text=""),
                name="groups_comment_taken_back_is_empty",
            ),
        )

    def __str__(self) -> str:
        return f"comment {self.id}"
