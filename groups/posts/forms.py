"""What people fill in to tell of their work, and to say something to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.forms import BilingualForm, text_field, title_field
from groups.posts.models import Post
from groups.posts.posts import Words
from kit.bilingual import LANGUAGES
from kit.forms import RefusableForm


class PostForm(BilingualForm):
    """What a member tells, in one language or both, and who may read it."""

    texts = ("title", "text")
    title_en = title_field(_("Title in English"))
    title_ru = title_field(_("Title in Russian"))
    text_en = text_field(_("Text in English"))
    text_ru = text_field(_("Text in Russian"))
    is_public = forms.BooleanField(
        label=_("Shown to everyone"),
        required=False,
        help_text=_("Otherwise the group’s members and the organisers see it."),
    )

    @classmethod
    def of(cls, post: Post, data: Any = None) -> "PostForm":
        """Return the form with what the post says now."""
        initial = {name: getattr(post, name, None) for name in cls.base_fields}
        return cls(data, initial=initial | {"is_translation_current": False})

    def words(self) -> Words:
        """Return what was filled in, as the verb takes it."""
        said = self.said()
        said.pop("edition")
        return Words(**said)


class CommentForm(RefusableForm):
    """What somebody says, and in which language."""

    text = forms.CharField(label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 4}))
    language = forms.ChoiceField(label=_("Language of the comment"), choices=LANGUAGES)


class EditCommentForm(RefusableForm):
    """The same, said better."""

    text = forms.CharField(label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 4}))
