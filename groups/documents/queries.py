"""What can be read of documents: those of a group, one with its revisions, two revisions compared."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.people import NOBODY, Shown
from groups.documents.comparing import Piece, difference
from groups.documents.models import Document, Reader, Revision
from groups.faces import face
from groups.models import Group, GroupRole
from kit.bilingual import CODES, LANGUAGES
from kit.refusals import NotHere
from kit.rules import allows


@dataclass(frozen=True, slots=True)
class Told:
    """A revision with who wrote it, as they may be shown."""

    revision: Revision
    by: Shown


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of the text in one language."""

    language: str
    name: str
    pieces: list[Piece]


def documents_of(group: Group, reader: Reader) -> QuerySet[Document]:
    """Return a group's documents that a reader may see, last revised first, with what lists need."""
    last = Revision.objects.filter(document=OuterRef("pk")).order_by("-number")
    return (
        Document.objects.visible_to(reader)
        .filter(group=group)
        .annotate(
            last_number=Subquery(last.values("number")[:1]),
            last_kind=Subquery(last.values("file_kind")[:1]),
        )
        .order_by("-revised_at", "pk")
    )


def document_at(group: Group, reader: Reader, document_id: UUID) -> Document:
    """Return a document that the reader may see."""
    found = Document.objects.visible_to(reader).filter(group=group, pk=document_id)
    document = found.select_related("group", "put_away_by").first()
    if document is None:
        raise NotHere
    return document


def revisions_of(document: Document) -> QuerySet[Revision]:
    """Return a document's revisions, the last one first, with what it takes to name their authors."""
    return document.revisions.select_related("by__organisation").order_by("-number")


def revision_of(document: Document, number: int) -> Revision:
    """Return one revision by its number."""
    found = revisions_of(document).filter(number=number).first()
    if found is None:
        raise NotHere
    return found


def last_of(document: Document) -> Revision:
    """Return the revision that stands now."""
    found = revisions_of(document).first()
    if found is None:
        raise NotHere
    return found


def nameable(group: Group, reader: Reader) -> frozenset[UUID] | None:
    """Return who may be named to a reader beside what they wrote; nothing where anybody may.

    Who belongs to the group is known inside it. Any member may open a document to everyone, and so
    would tell of others that they belong to it: outside, co-chairs are named who agreed to that.
    """
    if allows("groups.see_members", reader, group):
        return None
    chairs = group.memberships.filter(role=GroupRole.CHAIR, ended_at=None, is_listed=True)
    return frozenset(chairs.values_list("person", flat=True))


def told(revision: Revision, named: frozenset[UUID] | None) -> Told:
    """Return a revision with who wrote it, as they may be shown to whom these may be named."""
    is_named = named is None or revision.by_id in named
    return Told(revision, face(revision.seen, revision.by) if is_named else NOBODY)


def compared(old: Revision, new: Revision) -> list[Compared]:
    """Return what became of the text in each language in which anything did."""
    names = dict(LANGUAGES)
    pieces = {
        code: difference(getattr(old, f"text_{code}"), getattr(new, f"text_{code}"))
        for code in CODES
    }
    return [Compared(code, str(names[code]), found) for code, found in pieces.items() if found]
