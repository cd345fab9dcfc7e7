"""The life of a draft: begun blank, from a decision or a question; opened for discussion; begun anew."""

from collections.abc import Mapping

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person, Programme
from groups.models import Group
from kit.bilingual import CODES, other
from kit.refusals import NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb
from records.recommendations import origins, paragraphs, wording
from records.recommendations.models import (
    AmendmentState,
    Recommendation,
    Standing,
    Version,
)
from records.recommendations.origins import Found
from records.recommendations.rules import demand
from sessions.texts import language_of

audit.name_acts(
    {
        "recommendation.open": _("Draft opened for discussion by all delegates"),
        "recommendation.close": _("Discussion of a draft closed to other delegates"),
        "recommendation.begin_version": _("New draft of an adopted recommendation begun"),
        "recommendation.discard": _("New draft of an adopted recommendation dropped"),
    }
)


@verb
def draft(
    *,
    actor: Person,
    group: Group,
    titles: Mapping[str, str],
    source_language: str = "en",
    named: str = "",
) -> Recommendation:
    """Begin a draft for a group; from a decision or a question, it becomes the first paragraph."""
    if not allows("recommendations.draft", actor, group):
        raise NotHere
    found = origins.find(actor, named) if named.strip() else None
    made = Recommendation(group=group, drafted_by=actor, drafted_at=clock.now())
    made.source_language = source_language if source_language in CODES else "en"
    wording.reword(made, "title", wording.cleaned_title(titles))
    made.number = _next_number()
    made.save()
    if found is not None:
        first = paragraphs.append(actor, made, _said(found))
        if found.decision is not None:
            first.source_language = found.decision.source_language
            first.translation_state = found.decision.translation_state
            first.save(update_fields=["source_language", "translation_state"])
        origins.rest(first, found)
    return made


@verb
def open_discussion(*, actor: Person, recommendation: Recommendation, is_open: bool) -> None:
    """Let delegates of other groups read the draft and discuss it, or end that."""
    found = wording.draft_of(actor, recommendation, "recommendations.decide")
    if found.is_open == is_open:
        return
    found.is_open = is_open
    found.save(update_fields=["is_open"])
    record(actor, found, "recommendation.open" if is_open else "recommendation.close")


@verb
def begin_version(*, actor: Person, recommendation: Recommendation) -> Recommendation:
    """Begin a new draft of what was adopted, with the adopted words; the version stays as it is."""
    found = wording.locked(recommendation)
    demand("recommendations.decide", actor, found)
    if found.standing != Standing.ADOPTED:
        text = _("There is a draft already, or the recommendation was withdrawn.")
        raise Refused("recommendation.not_adopted", text)
    found.standing = Standing.DRAFT
    found.save(update_fields=["standing"])
    restore(actor, found)
    record(actor, found, "recommendation.begin_version")
    return found


@verb
def discard(*, actor: Person, recommendation: Recommendation) -> None:
    """Drop the new draft of what was adopted: the version in force is the last word again."""
    found = wording.draft_of(actor, recommendation, "recommendations.decide")
    if not found.versions.exists():
        text = _("Nothing of this was adopted yet: withdraw the draft instead.")
        raise Refused("recommendation.not_adopted", text)
    found.standing, found.is_open = Standing.ADOPTED, False
    found.save(update_fields=["standing", "is_open"])
    end_amendments(found)
    record(actor, found, "recommendation.discard")


def end_amendments(recommendation: Recommendation) -> None:
    """Take back what is proposed for a draft that is none any more."""
    still = recommendation.amendments.filter(state=AmendmentState.OPEN)
    still.update(state=AmendmentState.WITHDRAWN, decided_at=clock.now())


def restore(actor: Person, recommendation: Recommendation) -> None:
    """Have the draft of a locked recommendation say what its last version says, if it says otherwise."""
    version = recommendation.versions.order_by("-number").first()
    if version is None:
        return
    _restore_title(actor, recommendation, version)
    adopted = list(version.paragraphs.select_related("paragraph"))
    kept = {each.paragraph_id for each in adopted}
    for extra in recommendation.paragraphs.filter(removed_at=None).exclude(pk__in=kept):
        paragraphs.remove(actor, recommendation, extra)
    for each in adopted:
        said = {language: getattr(each, f"text_{language}") for language in CODES}
        row = each.paragraph
        if row is None:
            # Imported as adopted: the draft gets its paragraphs now.
            row = paragraphs.append(actor, recommendation, said)
        else:
            row.removed_at = None
            row = paragraphs.reworded(actor, recommendation, row, said)
        row.position = each.number
        row.source_language, row.translation_state = each.source_language, each.translation_state
        row.save()


def record(actor: Person, recommendation: Recommendation, act: str, reason: str = "") -> None:
    """Write an act of a co-chair into the audit of the group."""
    audit.record(
        actor=actor,
        act=act,
        room=f"group.{recommendation.group_id}" if recommendation.group_id else "",
        subject=recommendation.pk,
        reason=reason,
    )


def _restore_title(actor: Person, recommendation: Recommendation, version: Version) -> None:
    titles = {language: getattr(version, f"title_{language}") for language in CODES}
    if changes := wording.reword(recommendation, "title", titles):
        recommendation.title_edition += 1
        wording.count_edit(actor, recommendation, changes)
    recommendation.source_language = version.source_language
    recommendation.translation_state = version.translation_state
    recommendation.save()


def _next_number() -> int:
    # The programme's row is the lock: two drafts that begin at once get two numbers.
    Programme.objects.select_for_update(no_key=True).first()
    return (Recommendation.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _said(found: Found) -> dict[str, str]:
    if found.decision is not None:
        return {language: getattr(found.decision, f"text_{language}") for language in CODES}
    text = found.question.text if found.question is not None else ""
    language = language_of(text)
    return {language: text, other(language): ""}
