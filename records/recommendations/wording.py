"""How a text is worded anew: one lock, both languages kept true, each change kept, endorsers told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from kit import finding
from kit.bilingual import CODES, Bilingual, TranslationState, other, revise
from kit.names import clean_name, clean_text
from kit.refusals import Refused
from live import clock
from records.recommendations import letters
from records.recommendations.models import Paragraph, Recommendation, Revision, Standing
from records.recommendations.rules import demand
from sessions.texts import is_blank

LONGEST_TEXT = 8_000
LONGEST_TITLE = 300
_DISCUSS = "recommendations.discuss"
# So many fit on a page that people read to the end; beyond it a text is two recommendations.
MOST_PARAGRAPHS = 100


class AdoptedText(Refused):
    """Somebody tried to change a text that is adopted: doors write the attempt down."""

    def __init__(self) -> None:
        text = _(
            "This text is adopted and never changes. A co-chair can begin a new draft, which becomes its next version."
        )
        super().__init__("recommendation.adopted", text)


class Clash(Refused):
    """Somebody else saved another wording since the writer saw it."""

    def __init__(self) -> None:
        text = _(
            "Somebody saved another wording while you were writing. Nothing is lost: compare both, then save yours again if it should stand."
        )
        super().__init__("recommendation.clash", text)


@dataclass(frozen=True, slots=True)
class Change:
    """What one language said and says now."""

    language: str
    was: str
    now: str


def locked(recommendation: Recommendation) -> Recommendation:
    """Return the recommendation under its lock: whoever writes to it waits for whoever does."""
    rows = Recommendation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("group").get(pk=recommendation.pk)


def draft_of(
    actor: Person, recommendation: Recommendation, rule: str = "recommendations.edit"
) -> Recommendation:
    """Return the draft under its lock for who may; refuse what is no draft."""
    found = locked(recommendation)
    demand(rule, actor, found)
    if rule == _DISCUSS and found.standing == Standing.ADOPTED:
        # Who speaks of an adopted text does not try to change it.
        text = _("This text is adopted: nothing is said of it here any more.")
        raise Refused("recommendation.adopted", text)
    demand_draft(found)
    return found


def demand_draft(recommendation: Recommendation) -> None:
    """Refuse everybody where there is no draft to work on."""
    if recommendation.standing == Standing.ADOPTED:
        raise AdoptedText
    if recommendation.standing == Standing.WITHDRAWN:
        text = _("This recommendation was withdrawn: nothing is added to it any more.")
        raise Refused("recommendation.withdrawn", text)


def paragraph_of(recommendation: Recommendation, paragraph: Paragraph) -> Paragraph:
    """Return a paragraph of the draft as it is now; one that was taken out is gone."""
    found = recommendation.paragraphs.filter(pk=paragraph.pk, removed_at=None).first()
    if found is None:
        raise Refused("paragraph.gone", _("This paragraph was taken out of the draft."))
    return found


def cleaned(texts: Mapping[str, str]) -> dict[str, str]:
    """Return a paragraph's texts as they are kept, or refuse one that is too long."""
    found = {language: clean_text(text) for language, text in texts.items()}
    for language, text in found.items():
        if len(text) > LONGEST_TEXT:
            fault = _("A paragraph is at most 8,000 characters long.")
            raise Refused("paragraph.too_long", fault, field=f"text_{language}")
    return {language: "" if is_blank(text) else text for language, text in found.items()}


def cleaned_title(texts: Mapping[str, str]) -> dict[str, str]:
    """Return titles as they are kept: one line each."""
    return {language: clean_name(text, LONGEST_TITLE) for language, text in texts.items()}


def reword(row: Bilingual, field: str, texts: Mapping[str, str]) -> list[Change]:
    """Write texts of one or both languages and keep the state true; the caller saves.

    Both have equal rank: where they agreed, whichever is edited alone is what the other has to follow.
    Written together, they agree.
    """
    before = {language: getattr(row, f"{field}_{language}") for language in CODES}
    changed = [each for each in CODES if texts.get(each, before[each]) != before[each]]
    if not any({**before, **texts}.values()):
        raise Refused("text.empty", _("Write it in at least one language."), field=f"{field}_en")
    if len(changed) == 1 and row.translation_state == TranslationState.TRANSLATED:
        row.source_language = changed[0]
    for language in sorted(changed, key=lambda each: each != row.source_language):
        revise(row, language=language, **{field: texts[language]})
    if not getattr(row, f"{field}_{row.source_language}"):
        row.source_language = other(row.source_language)
        row.translation_state = TranslationState.MISSING
    return [Change(each, before[each], texts[each]) for each in changed]


def is_current(row: Bilingual) -> bool:
    """Say whether both languages are there and agree."""
    return row.translation_state == TranslationState.TRANSLATED


def confirm(row: Bilingual) -> bool:
    """Take a translation that is marked as out of date for still right; says whether it was marked."""
    if row.translation_state != TranslationState.STALE:
        return False
    row.translation_state = TranslationState.TRANSLATED
    row.save(update_fields=["translation_state"])
    return True


def count_edit(
    actor: Person,
    recommendation: Recommendation,
    changes: Sequence[Change] = (),
    paragraph: Paragraph | None = None,
) -> None:
    """Make it another edition, keep what was said before, and tell who endorsed another wording."""
    recommendation.edition += 1
    recommendation.save(update_fields=["edition"])
    now = clock.now()
    Revision.objects.bulk_create(
        Revision(
            recommendation=recommendation,
            paragraph=paragraph,
            language=change.language,
            edition=recommendation.edition,
            was=change.was,
            now=change.now,
            at=now,
            by=actor,
        )
        for change in changes
    )
    finding.touch("draft", recommendation.pk)
    letters.tell_endorsers(recommendation)
