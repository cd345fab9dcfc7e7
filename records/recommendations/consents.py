"""A co-chair's yes to one wording, for adoption or for withdrawal; an edit makes it count no more."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts import audit, programmes
from accounts.models import Person, Side
from groups import queries as group_queries
from groups.models import Membership
from kit.refusals import Refused
from live import clock
from live.hub import verb
from records.recommendations import wording
from records.recommendations.drafts import record
from records.recommendations.models import Consent, Purpose, Recommendation, Standing
from records.recommendations.rules import demand
from records.recommendations.wording import Clash

audit.name_acts(
    {
        "recommendation.consent": _("Wording of a draft agreed to by a co-chair"),
        "recommendation.take_back_consent": _("Agreement to the wording of a draft taken back"),
    }
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A side of the programme, who chairs the group for it, and the yes that one of them said."""

    side: Side
    chairs: tuple[Membership, ...]
    consent: Consent | None


def seats(recommendation: Recommendation, purpose: Purpose = Purpose.ADOPT) -> list[Seat]:
    """Return each side with the yes to the present edition of somebody who chairs for it now."""
    if recommendation.group is None:
        return []
    chairs = group_queries.chairs_by_side(recommendation.group)
    said = recommendation.consents.filter(edition=recommendation.edition, purpose=purpose)
    given = {row.person_id: row for row in said}
    found = []
    for side in programmes.sides():
        sitting = tuple(chairs.get(side.code, ()))
        yes = next((given[each.person_id] for each in sitting if each.person_id in given), None)
        found.append(Seat(side, sitting, yes))
    return found


@verb
def consent(*, actor: Person, recommendation: Recommendation, edition: int) -> Consent:
    """Say yes to the wording of an edition, for the side that one chairs for."""
    found = wording.draft_of(actor, recommendation, "recommendations.decide")
    if found.edition != edition:
        raise Clash
    return give(actor, found, Purpose.ADOPT, "recommendation.consent")


@verb
def take_back(*, actor: Person, recommendation: Recommendation) -> None:
    """Take one's yes back, to adoption and to withdrawal alike."""
    found = wording.locked(recommendation)
    demand("recommendations.decide", actor, found)
    said = found.consents.filter(person=actor, edition=found.edition)
    if found.standing != Standing.DRAFT:
        # The yes to what was adopted stays with it.
        said = said.filter(purpose=Purpose.WITHDRAW)
    if said.delete()[0]:
        record(actor, found, "recommendation.take_back_consent")


def give(actor: Person, recommendation: Recommendation, purpose: Purpose, act: str) -> Consent:
    """Write down the yes of a co-chair to a recommendation that is locked, once."""
    row = recommendation.consents.filter(
        person=actor, edition=recommendation.edition, purpose=purpose
    ).first()
    if row is not None:
        return row
    side = next(
        (
            seat.side.code
            for seat in seats(recommendation)
            if actor.pk in {chair.person_id for chair in seat.chairs}
        ),
        "",
    )
    if not side:
        text = _(
            "You chair this group for no side of the programme: name your country in your profile."
        )
        raise Refused("consent.no_side", text)
    made = Consent.objects.create(
        recommendation=recommendation,
        person=actor,
        side=side,
        edition=recommendation.edition,
        at=clock.now(),
        purpose=purpose,
    )
    record(actor, recommendation, act)
    return made
