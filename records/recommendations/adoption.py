"""Adoption by both co-chairs: what stands in its way, and the version that it leaves for ever."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit import finding
from kit.bilingual import CODES, Bilingual, TranslationState, said
from kit.refusals import Refused
from live import clock
from live.clock import wire
from live.hub import verb
from records.recommendations import consents, endorsements, letters, wording
from records.recommendations.digests import digest
from records.recommendations.drafts import record
from records.recommendations.models import (
    AdoptedParagraph,
    AmendmentState,
    Paragraph,
    Recommendation,
    Standing,
    Version,
)
from records.recommendations.wording import AdoptedText, Clash

audit.name_acts({"recommendation.adopt": _("Recommendation adopted")})


@verb
def adopt(*, actor: Person, recommendation: Recommendation, edition: int) -> Version:
    """Adopt the draft as it is worded: only what both co-chairs have said yes to, in both languages."""
    try:
        found = wording.draft_of(actor, recommendation, "recommendations.decide")
    except AdoptedText as error:
        # Who presses after the other co-chair did does not try to change anything.
        raise Refused(error.code, _("It has been adopted already.")) from error
    if found.edition != edition:
        raise Clash
    for obstacle in obstacles(found):
        raise obstacle
    return freeze(actor, found)


def obstacles(recommendation: Recommendation) -> list[Refused]:
    """Return all that stands in the way of adopting a draft now, each with what is to be done."""
    paragraphs = list(recommendation.paragraphs.filter(removed_at=None))
    return [
        *_of_wording(recommendation, paragraphs),
        *_of_amendments(recommendation),
        *_of_versions(recommendation, paragraphs),
        *_of_chairs(recommendation),
    ]


def _of_wording(recommendation: Recommendation, paragraphs: list[Paragraph]) -> Iterator[Refused]:
    if not paragraphs:
        text = _("There is no paragraph yet: add the first one.")
        yield Refused("recommendation.empty", text)
    for state, code, title, paragraph in (
        (
            TranslationState.MISSING,
            "recommendation.untranslated",
            _("The title is in one language only: write it in the other."),
            _("Paragraph %(number)s is in one language only: write it in the other."),
        ),
        (
            TranslationState.STALE,
            "recommendation.stale",
            _(
                "The title was edited in one language: bring the other up to date, or say that it is still right."
            ),
            _(
                "Paragraph %(number)s was edited in one language: bring the other up to date, or say that it is still right."
            ),
        ),
    ):
        if recommendation.translation_state == state:
            yield Refused(code, title, field="title")
        for each in paragraphs:
            if each.translation_state == state:
                number = {"number": each.position}
                yield Refused(code, str(paragraph) % number, field=f"p{each.position}")


def _of_amendments(recommendation: Recommendation) -> Iterator[Refused]:
    count = recommendation.amendments.filter(state=AmendmentState.OPEN).count()
    if count:
        text = _("Amendments are still open: take or refuse each of them first.")
        yield Refused("recommendation.open_amendment", text)


def _of_versions(recommendation: Recommendation, paragraphs: list[Paragraph]) -> Iterator[Refused]:
    last = recommendation.versions.order_by("-number").first()
    if last is not None and digest(recommendation, paragraphs) == last.digest:
        text = _("The draft says what the last version says: edit it, or drop the draft.")
        yield Refused("recommendation.unchanged", text)


def _of_chairs(recommendation: Recommendation) -> Iterator[Refused]:
    seats = consents.seats(recommendation)
    if not seats:
        nobody = _(
            "The programme has no sides yet, so nobody can agree for one: an organiser names them."
        )
        yield Refused("recommendation.no_chair", nobody)
    for seat in seats:
        side = {"side": said(seat.side, "name").value}
        if not seat.chairs:
            text = gettext(
                "Nobody chairs the group for this side: %(side)s. An organiser appoints a co-chair."
            )
            yield Refused("recommendation.no_chair", text % side)
        elif seat.consent is None:
            text = gettext(
                "The co-chair of this side has not said yes to the present wording: %(side)s."
            )
            yield Refused("recommendation.one_chair", text % side)


def freeze(actor: Person, recommendation: Recommendation) -> Version:
    """Write the version of a draft that is locked and may be adopted, and tell the group's chairs."""
    paragraphs = list(recommendation.paragraphs.filter(removed_at=None))
    now = clock.now()
    version = Version.objects.create(
        recommendation=recommendation,
        number=recommendation.versions.count() + 1,
        adopted_at=now,
        consents=_consents(recommendation),
        endorsements=_endorsements(recommendation),
        digest=digest(recommendation, paragraphs),
        **_both(recommendation, "title"),
    )
    AdoptedParagraph.objects.bulk_create(
        AdoptedParagraph(version=version, paragraph=each, number=number, **_both(each, "text"))
        for number, each in enumerate(paragraphs, start=1)
    )
    recommendation.standing, recommendation.is_open = Standing.ADOPTED, False
    recommendation.save(update_fields=["standing", "is_open"])
    finding.touch("recommendation", *recommendation.versions.values_list("pk", flat=True))
    finding.touch("draft", recommendation.pk)
    record(actor, recommendation, "recommendation.adopt")
    letters.tell_adopted(version, actor)
    return version


def _both(row: Bilingual, field: str) -> dict[str, str]:
    return {
        "source_language": row.source_language,
        "translation_state": row.translation_state,
        **{f"{field}_{code}": getattr(row, f"{field}_{code}") for code in CODES},
    }


def _consents(recommendation: Recommendation) -> list[dict[str, object]]:
    """Return who said yes for which side; whether they agreed to be named as co-chairs then."""
    return [
        {
            "person": str(seat.consent.person_id),
            "side": seat.side.code,
            "edition": seat.consent.edition,
            "at": wire(seat.consent.at),
            "is_listed": any(
                chair.is_listed
                for chair in seat.chairs
                if chair.person_id == seat.consent.person_id
            ),
        }
        for seat in consents.seats(recommendation)
        if seat.consent is not None
    ]


def _endorsements(recommendation: Recommendation) -> list[dict[str, object]]:
    return [
        {
            "organisation": str(row.organisation_id),
            "person": str(row.person_id),
            "edition": row.edition,
            "is_of_this": row.edition == recommendation.edition,
            "at": wire(row.at),
        }
        for row in endorsements.standing(recommendation)
    ]
