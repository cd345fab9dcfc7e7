"""The wording of a draft: its title and its numbered paragraphs, added, edited, moved and taken out."""

from collections.abc import Mapping

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from kit.bilingual import CODES
from kit.refusals import Refused
from live import clock
from live.hub import verb
from records.recommendations import wording
from records.recommendations.models import Paragraph, Recommendation
from records.recommendations.wording import Change, Clash


@verb
def edit_title(
    *, actor: Person, recommendation: Recommendation, texts: Mapping[str, str], edition: int
) -> Recommendation:
    """Call it otherwise in one language or both; `edition` is that of the title as it was seen."""
    found = wording.draft_of(actor, recommendation)
    if found.title_edition != edition:
        raise Clash
    changes = wording.reword(found, "title", wording.cleaned_title(texts))
    if changes:
        found.title_edition += 1
        found.save()
        wording.count_edit(actor, found, changes)
    return found


@verb
def confirm_title(*, actor: Person, recommendation: Recommendation) -> None:
    """Say that the title's translation is still right though the original was edited."""
    wording.confirm(wording.draft_of(actor, recommendation))


@verb
def add(*, actor: Person, recommendation: Recommendation, texts: Mapping[str, str]) -> Paragraph:
    """Add a paragraph at the end."""
    found = wording.draft_of(actor, recommendation)
    return append(actor, found, texts)


@verb
def edit(
    *, actor: Person, paragraph: Paragraph, texts: Mapping[str, str], edition: int
) -> Paragraph:
    """Word a paragraph anew in one language or both; `edition` is that of the text as it was seen."""
    recommendation = wording.draft_of(actor, paragraph.recommendation)
    found = wording.paragraph_of(recommendation, paragraph)
    if found.edition != edition:
        raise Clash
    return reworded(actor, recommendation, found, texts)


@verb
def confirm(*, actor: Person, paragraph: Paragraph) -> None:
    """Say that a translation is still right though the original was edited; no word changes."""
    recommendation = wording.draft_of(actor, paragraph.recommendation)
    wording.confirm(wording.paragraph_of(recommendation, paragraph))


@verb
def move(*, actor: Person, paragraph: Paragraph, by: int) -> None:
    """Move a paragraph up (-1) or down (1) by one place; beyond the ends nothing happens."""
    recommendation = wording.draft_of(actor, paragraph.recommendation)
    found = wording.paragraph_of(recommendation, paragraph)
    there = list(recommendation.paragraphs.filter(removed_at=None))
    place = [each.pk for each in there].index(found.pk)
    if not 0 <= place + by < len(there):
        return
    there.insert(place + by, there.pop(place))
    for position, each in enumerate(there, start=1):
        each.position = position
    Paragraph.objects.bulk_update(there, ["position"])
    wording.count_edit(actor, recommendation)


@verb
def take_out(*, actor: Person, paragraph: Paragraph) -> None:
    """Take a paragraph out of the draft; what it said stays in the history."""
    recommendation = wording.draft_of(actor, paragraph.recommendation)
    found = wording.paragraph_of(recommendation, paragraph)
    remove(actor, recommendation, found)


def append(actor: Person, recommendation: Recommendation, texts: Mapping[str, str]) -> Paragraph:
    """Write a new last paragraph of a draft that is locked."""
    count = recommendation.paragraphs.filter(removed_at=None).count()
    if count >= wording.MOST_PARAGRAPHS:
        text = _("A recommendation has at most 100 paragraphs. Draft another one for the rest.")
        raise Refused("paragraph.too_many", text)
    made = Paragraph(recommendation=recommendation, position=count + 1)
    changes = wording.reword(made, "text", wording.cleaned(texts))
    made.save()
    wording.count_edit(actor, recommendation, changes, made)
    return made


def reworded(
    actor: Person, recommendation: Recommendation, paragraph: Paragraph, texts: Mapping[str, str]
) -> Paragraph:
    """Write other texts into a paragraph of a draft that is locked."""
    changes = wording.reword(paragraph, "text", wording.cleaned(texts))
    if changes:
        paragraph.edition += 1
        paragraph.save()
        wording.count_edit(actor, recommendation, changes, paragraph)
    return paragraph


def remove(actor: Person, recommendation: Recommendation, paragraph: Paragraph) -> None:
    """Take a paragraph out of a draft that is locked, and close the gap."""
    paragraph.removed_at = clock.now()
    paragraph.save(update_fields=["removed_at"])
    after = recommendation.paragraphs.filter(removed_at=None, position__gt=paragraph.position)
    after.update(position=F("position") - 1)
    said = {language: getattr(paragraph, f"text_{language}") for language in CODES}
    changes = [Change(language, text, "") for language, text in said.items() if text]
    wording.count_edit(actor, recommendation, changes, paragraph)
