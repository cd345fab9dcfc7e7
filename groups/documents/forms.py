"""What people fill in about documents: a title, a text in both languages, a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.documents.files import LARGEST, Upload, look, too_large
from groups.documents.models import Document, Revision
from groups.forms import BilingualForm, text_field, title_field
from kit.forms import RefusableForm

ACCEPTED = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.png,.jpg,.jpeg,.txt,.md,.csv"


class FileForm(RefusableForm):
    """A file of a kind that is taken."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_(
            "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG or plain text; at most 16 MiB."
        ),
    )

    def upload(self) -> Upload | None:
        """Return the file as it was looked at, or nothing where none was sent."""
        sent = self.cleaned_data.get("file")
        if sent is None:
            return None
        if sent.size > LARGEST:
            raise too_large()
        return look(sent.name, sent.read())


class NewDocumentForm(FileForm, BilingualForm):
    """A new document: its title, and a text or a file."""

    texts = ("title", "text")
    edition = None  # type: ignore[assignment]
    is_translation_current = None  # type: ignore[assignment]
    title_en = title_field(_("Title in English"))
    title_ru = title_field(_("Title in Russian"))
    text_en = text_field(_("Text in English"))
    text_ru = text_field(_("Text in Russian"))
    is_public = forms.BooleanField(
        label=_("Shown to everyone"),
        required=False,
        help_text=_("Otherwise the group’s members and the organisers see it."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a text or a file, and not for both."""
        said = super().clean() or {}
        has_text = bool(said.get("text_en") or said.get("text_ru"))
        if has_text and said.get("file"):
            text = _("Write a text or send a file, not both: the other can be the next revision.")
            self.add_error("file", forms.ValidationError(text, code="both"))
        if not has_text and not said.get("file") and "file" not in self.errors:
            text = _("Write a text or send a file.")
            self.add_error("file", forms.ValidationError(text, code="neither"))
        return said


class TitleForm(BilingualForm):
    """A document's title, and who sees it."""

    texts = ("title",)
    title_en = title_field(_("Title in English"))
    title_ru = title_field(_("Title in Russian"))
    is_public = forms.BooleanField(
        label=_("Shown to everyone"),
        required=False,
        help_text=_("Otherwise the group’s members and the organisers see it, with all revisions."),
    )

    @classmethod
    def of(cls, document: Document, data: Any = None) -> "TitleForm":
        """Return the form with what is said of the document now."""
        initial = {name: getattr(document, name, None) for name in cls.base_fields}
        return cls(data, initial=initial | {"is_translation_current": False})


class TextRevisionForm(BilingualForm):
    """The next text of a document; `edition` is the number of the revision that one began from."""

    texts = ("text",)
    text_en = text_field(_("Text in English"))
    text_ru = text_field(_("Text in Russian"))
    note = forms.CharField(
        label=_("What you changed"),
        max_length=300,
        required=False,
        help_text=_("In a few words, for those who read the older revision."),
    )

    @classmethod
    def of(cls, revision: Revision, data: Any = None) -> "TextRevisionForm":
        """Return the form with the text as it stands."""
        initial = {name: getattr(revision, name, None) for name in cls.base_fields}
        initial |= {"edition": revision.number, "is_translation_current": False, "note": ""}
        return cls(data, initial=initial)


class FileRevisionForm(FileForm):
    """The next file of a document; `seen` is the number of the revision that one began from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = forms.CharField(label=_("What you changed"), max_length=300, required=False)


class ReasonForm(RefusableForm):
    """Why something is put away or hidden."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
