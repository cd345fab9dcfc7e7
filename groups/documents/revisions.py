"""Revisions of a document: a text or a file is added, and nothing that was written before changes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from groups import faces
from groups.documents import documents
from groups.documents.files import LARGEST, Upload
from groups.documents.models import Document, Revision
from groups.models import Group
from groups.texts import (
    clean_texts,
    demand_edition,
    demand_language,
    demand_original,
    say_both,
    too_much,
)
from kit import finding
from kit.names import clean_name
from kit.refusals import NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb

LONGEST_NOTE = 300
# What one person saves in a day: revisions, and bytes of files.
MOST_IN_A_DAY = 200
MOST_BYTES_IN_A_DAY = 16 * LARGEST


@verb
def begin_with_text(
    *,
    actor: Person,
    group: Group,
    title: Mapping[str, str],
    text: Mapping[str, str],
    source_language: str,
    is_public: bool,
) -> Revision:
    """Begin a document with a text in one language or both."""
    document = documents.begin(
        actor=actor, group=group, title=title, source_language=source_language, is_public=is_public
    )
    return add_text(
        actor=actor, document=document, seen=0, text=text, source_language=source_language
    )


def begin_with_file(
    *,
    actor: Person,
    group: Group,
    title: Mapping[str, str],
    upload: Upload,
    source_language: str,
    is_public: bool,
) -> Revision:
    """Begin a document with a file, which is stored first: no other write waits for the disk."""
    if not allows("groups.contribute", actor, group):
        raise NotHere
    with _stored(upload) as place:
        return _begin_with_file(
            actor=actor,
            group=group,
            title=title,
            source_language=source_language,
            is_public=is_public,
            upload=upload,
            place=place,
        )


def add_file(
    *, actor: Person, document: Document, seen: int, upload: Upload, note: str = ""
) -> Revision:
    """Add a file as the next revision, from the one that one has seen (its number)."""
    if not allows("groups.contribute", actor, document.group):
        raise NotHere
    with _stored(upload) as place:
        return _add_file(
            actor=actor, document=document, seen=seen, upload=upload, note=note, place=place
        )


@verb
def add_text(
    *,
    actor: Person,
    document: Document,
    seen: int,
    text: Mapping[str, str],
    source_language: str,
    note: str = "",
    is_translation_current: bool = False,
) -> Revision:
    """Add a text as the next revision, from the one that one has seen (its number).

    A translation that stayed while its original changed is marked as out of date.
    """
    document = documents.locked(actor, document)
    last = _last(document, seen)
    _demand_pause(actor, 0)
    demand_language(source_language)
    texts = clean_texts(text, "text")
    demand_original(texts, source_language, "text")
    made = _next(actor, document, last, note)
    if last is not None:
        made.text_en, made.text_ru = last.text_en, last.text_ru
        made.source_language = last.source_language
        made.translation_state = last.translation_state
    before = _said(made)
    say_both(made, {"text": texts}, source=source_language, is_current=is_translation_current)
    if last is not None and not last.is_file and _said(made) == before:
        raise Refused("revision.same", _("Nothing has changed, so there is nothing to save."))
    return _save(made)


@verb
def _begin_with_file(
    *,
    actor: Person,
    group: Group,
    title: Mapping[str, str],
    source_language: str,
    is_public: bool,
    upload: Upload,
    place: str,
) -> Revision:
    document = documents.begin(
        actor=actor, group=group, title=title, source_language=source_language, is_public=is_public
    )
    return _add_file(actor=actor, document=document, seen=0, upload=upload, note="", place=place)


@verb
def _add_file(
    *, actor: Person, document: Document, seen: int, upload: Upload, note: str, place: str
) -> Revision:
    document = documents.locked(actor, document)
    last = _last(document, seen)
    _demand_pause(actor, len(upload.content))
    if last is not None and last.digest == upload.digest:
        text = _("This is the file that is here already.")
        raise Refused("revision.same", text, field="file")
    made = _next(actor, document, last, note)
    made.file_name, made.file_kind = upload.name, upload.kind
    made.size, made.digest = len(upload.content), upload.digest
    made.file.name = place
    return _save(made)


@contextmanager
def _stored(upload: Upload) -> Iterator[str]:
    """Store a file under a name that says nothing; it goes again if no row comes to name it."""
    place = default_storage.save(f"groups/documents/{uuid4()}", ContentFile(upload.content))
    try:
        yield place
    except BaseException:
        default_storage.delete(place)
        raise


def _last(document: Document, seen: int) -> Revision | None:
    last = document.revisions.order_by("-number").first()
    demand_edition(seen, last.number if last else 0)
    return last


def _demand_pause(actor: Person, size: int) -> None:
    lately = Revision.objects.filter(by=actor, at__gt=clock.now() - timedelta(days=1))
    done = lately.aggregate(number=Count("pk"), size=Coalesce(Sum("size"), 0))
    if done["number"] >= MOST_IN_A_DAY or done["size"] + size > MOST_BYTES_IN_A_DAY:
        raise too_much()


def _next(actor: Person, document: Document, last: Revision | None, note: str) -> Revision:
    return Revision(
        document=document,
        number=last.number + 1 if last else 1,
        note=clean_name(note, LONGEST_NOTE),
        note_language=actor.language,
        at=clock.now(),
        by=actor,
        seen=faces.seen(actor),
    )


def _said(revision: Revision) -> tuple[Any, ...]:
    return (
        revision.text_en,
        revision.text_ru,
        revision.source_language,
        revision.translation_state,
    )


def _save(revision: Revision) -> Revision:
    revision.save()
    Document.objects.filter(pk=revision.document_id).update(revised_at=revision.at)
    finding.touch("document", revision.document_id)
    return revision
