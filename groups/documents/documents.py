"""Documents of a group: begun, renamed, shown to everyone or to members, put away and brought back."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from groups.documents.models import Document
from groups.models import Group
from groups.texts import clean_titles, demand_edition, demand_language, demand_original, say_both
from kit import finding
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb

audit.name_acts(
    {
        "document.put_away": _("Document put away"),
        "document.bring_back": _("Document brought back"),
    }
)


@verb
def begin(
    *,
    actor: Person,
    group: Group,
    title: Mapping[str, str],
    source_language: str,
    is_public: bool,
) -> Document:
    """Begin a document, whose first revision is added in the same breath by the caller's verb."""
    if not allows("groups.contribute", actor, group):
        raise NotHere
    document = Document(
        group=group,
        is_public=is_public,
        added_by=actor,
        added_at=clock.now(),
        revised_at=clock.now(),
    )
    _name(document, title, source_language)
    document.save()
    return document


@verb
def revise(
    *,
    actor: Person,
    document: Document,
    edition: int,
    title: Mapping[str, str],
    source_language: str,
    is_public: bool,
    is_translation_current: bool = False,
) -> Document:
    """Change a document's title and who sees it, from the edition that one has seen."""
    document = locked(actor, document)
    demand_edition(edition, document.edition)
    before = audit.facts(document)
    _name(document, title, source_language, is_current=is_translation_current)
    document.is_public = is_public
    if audit.facts(document) != before:
        document.edition += 1
        document.save()
        finding.touch("document", document.pk)
    return document


@verb
def put_away(*, actor: Person, document: Document, reason: str) -> Document:
    """Put a document away: it is kept, and only who manages the group finds it."""
    document = _managed(actor, document)
    reason = audit.clean_reason(reason)
    if not reason:
        text = _("Write the reason: whoever manages the group after you will want to know.")
        raise Refused("document.no_reason", text, field="reason")
    if document.put_away_at is not None:
        return document
    document.put_away_at, document.put_away_by = clock.now(), actor
    document.put_away_reason = reason
    document.save(update_fields=("put_away_at", "put_away_by", "put_away_reason"))
    _record(actor, document, "document.put_away", reason)
    return document


@verb
def bring_back(*, actor: Person, document: Document) -> Document:
    """Show a document again that was put away, to those who saw it before."""
    document = _managed(actor, document)
    if document.put_away_at is None:
        return document
    document.put_away_at = document.put_away_by = None
    document.put_away_reason = ""
    document.save(update_fields=("put_away_at", "put_away_by", "put_away_reason"))
    _record(actor, document, "document.bring_back")
    return document


def locked(actor: Person, document: Document) -> Document:
    """Return the document's row, locked, for who may write in it; nothing is added to one put away."""
    rows = Document.objects.select_for_update(no_key=True, of=("self",)).select_related("group")
    document = rows.get(pk=document.pk)
    _demand_visible(actor, document)
    if not allows("groups.contribute", actor, document.group):
        raise Forbidden
    if document.put_away_at is not None:
        text = _("This document was put away. Bring it back first.")
        raise Refused("document.put_away", text)
    return document


def _managed(actor: Person, document: Document) -> Document:
    rows = Document.objects.select_for_update(no_key=True, of=("self",)).select_related("group")
    document = rows.get(pk=document.pk)
    _demand_visible(actor, document)
    if not allows("groups.manage", actor, document.group):
        raise Forbidden
    return document


def _demand_visible(actor: Person, document: Document) -> None:
    if not Document.objects.visible_to(actor).filter(pk=document.pk).exists():
        raise NotHere


def _name(
    document: Document, title: Mapping[str, str], source: str, *, is_current: bool = False
) -> None:
    demand_language(source)
    cleaned = clean_titles(title)
    demand_original(cleaned, source, "title")
    say_both(document, {"title": cleaned}, source=source, is_current=is_current)


def _record(actor: Person, document: Document, act: str, reason: str = "") -> None:
    audit.record(
        actor=actor,
        act=act,
        room=f"group.{document.group_id}",
        subject=document.pk,
        reason=reason,
    )
