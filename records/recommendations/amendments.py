"""Amendments: another wording that somebody proposes, which a co-chair takes or refuses with a reason."""

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit.bilingual import CODES
from kit.names import clean_text
from kit.refusals import Forbidden, Refused
from live import clock
from live.hub import verb
from records.recommendations import letters, paragraphs, speakers, wording
from records.recommendations.drafts import record
from records.recommendations.models import (
    Amendment,
    AmendmentState,
    Paragraph,
    Recommendation,
)
from records.recommendations.wording import Clash
from sessions.texts import is_blank

LONGEST_GROUNDS = 2_000
# Open at once for one draft.
MOST = 200

audit.name_acts(
    {
        "amendment.take": _("Amendment to a draft taken"),
        "amendment.refuse": _("Amendment to a draft refused"),
    }
)


@verb
def propose(
    *,
    actor: Person,
    recommendation: Recommendation,
    language: str,
    text: str,
    grounds: str = "",
    paragraph: Paragraph | None = None,
    edition: int = 0,
) -> Amendment:
    """Propose another wording of a paragraph in one language, a new paragraph, or none (an empty text).

    `edition` is that of the paragraph as the proposer saw it: 0 takes the present one.
    """
    found = wording.draft_of(actor, recommendation, "recommendations.discuss")
    about = wording.paragraph_of(found, paragraph) if paragraph is not None else None
    said, why = _checked(found, about, language, text, grounds)
    return Amendment.objects.create(
        recommendation=found,
        paragraph=about,
        edition=(edition or about.edition) if about is not None else 0,
        person=actor,
        seen=speakers.seen(actor),
        language=language,
        text=said,
        grounds=why,
        at=clock.now(),
    )


@verb
def take(*, actor: Person, amendment: Amendment, edition: int | None = None) -> Amendment:
    """Write an amendment into the draft; the other language is then to follow.

    `edition` is that of the paragraph beside which the co-chair saw the amendment.
    """
    found, recommendation = _decided(actor, amendment)
    if found.paragraph is None:
        paragraphs.append(actor, recommendation, {found.language: found.text})
    else:
        about = wording.paragraph_of(recommendation, found.paragraph)
        if edition is not None and about.edition != edition:
            raise Clash
        if found.text:
            paragraphs.reworded(actor, recommendation, about, {found.language: found.text})
        else:
            paragraphs.remove(actor, recommendation, about)
    return _settle(actor, found, AmendmentState.TAKEN, "amendment.take")


@verb
def refuse(*, actor: Person, amendment: Amendment, reason: str) -> Amendment:
    """Refuse an amendment and say why; who proposed it is told by mail."""
    found, _recommendation = _decided(actor, amendment)
    found.reason = audit.clean_reason(reason)
    if is_blank(found.reason):
        text = _("Say why: the proposer is told by mail.")
        raise Refused("amendment.no_reason", text, field="reason")
    return _settle(actor, found, AmendmentState.REFUSED, "amendment.refuse")


@verb
def withdraw(*, actor: Person, amendment: Amendment) -> None:
    """Take back what one has proposed."""
    recommendation = wording.draft_of(actor, amendment.recommendation, "recommendations.discuss")
    found = recommendation.amendments.get(pk=amendment.pk)
    if found.person_id != actor.pk:
        raise Forbidden
    _demand_open(found)
    found.state, found.decided_at = AmendmentState.WITHDRAWN, clock.now()
    found.save(update_fields=["state", "decided_at"])


def _checked(
    recommendation: Recommendation,
    paragraph: Paragraph | None,
    language: str,
    text: str,
    grounds: str,
) -> tuple[str, str]:
    if language not in CODES:
        raise Refused("amendment.language", _("Choose English or Russian."), field="language")
    said, why = wording.cleaned({language: text})[language], clean_text(grounds)
    if len(why) > LONGEST_GROUNDS:
        fault = _("The grounds are at most 2,000 characters long.")
        raise Refused("amendment.grounds", fault, field="grounds")
    if paragraph is None and not said:
        raise Refused("amendment.empty", _("Write the new paragraph."), field="text")
    if paragraph is not None and said and said == getattr(paragraph, f"text_{language}"):
        text_ = _("The paragraph says this already: change the wording first.")
        raise Refused("amendment.same", text_, field="text")
    if recommendation.amendments.filter(state=AmendmentState.OPEN).count() >= MOST:
        raise Refused("amendment.too_many", _("200 amendments to this draft are open already."))
    return said, why


def _decided(actor: Person, amendment: Amendment) -> tuple[Amendment, Recommendation]:
    recommendation = wording.draft_of(actor, amendment.recommendation, "recommendations.decide")
    rows = Amendment.objects.select_related("paragraph", "person")
    found = rows.get(pk=amendment.pk)
    _demand_open(found)
    return found, recommendation


def _demand_open(amendment: Amendment) -> None:
    if amendment.state != AmendmentState.OPEN:
        raise Refused("amendment.decided", _("This amendment is not open any more."))


def _settle(actor: Person, amendment: Amendment, state: AmendmentState, act: str) -> Amendment:
    amendment.state = state
    amendment.decided_by, amendment.decided_at = actor, clock.now()
    amendment.save()
    record(actor, amendment.recommendation, act, amendment.reason)
    letters.tell_proposer(amendment)
    return amendment
