"""What a paragraph comes from: a decision by its number, or a question on a record by its address."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from floor.models import Question
from kit.refusals import Refused
from live import clock
from live.hub import verb
from records import queries
from records.decisions.models import Decision, SourceKind
from records.questions import ON_RECORD
from records.recommendations import wording
from records.recommendations.models import AdoptedParagraph, Origin, Paragraph

_DECISION = re.compile(r"[DdДд]?\s*(\d{1,9})")
# A link to a question on a record ends in `#q` and its id; the id alone does as well.
_QUESTION = re.compile(
    r"(?:.*#q)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Found:
    """A decision or a question that somebody may name as an origin."""

    decision: Decision | None = None
    question: Question | None = None


def find(actor: Person, named: str) -> Found:
    """Return what somebody names: "D7" or 7 is a decision, a link or an id is a question on a record.

    Only what the person may read can be named, and what is not there is refused in the same words.
    """
    if number := _DECISION.fullmatch(named.strip()):
        decisions = Decision.objects.filter(number=number[1], withdrawn_at=None)
        readable = queries.told_to(actor).order_by().values("pk")
        if decision := decisions.filter(session__in=readable).first():
            return Found(decision=decision)
    name = _QUESTION.fullmatch(named.strip())
    question = _question(actor, UUID(name[1])) if name else None
    if question is not None:
        return Found(question=question)
    text = _("There is no such decision or question on a record that you may read.")
    raise Refused("origin.unknown", text, field="origin")


def _question(actor: Person, pk: UUID) -> Question | None:
    readable = queries.told_to(actor).order_by().values("pk")
    asked = Question.objects.filter(pk=pk, state__in=ON_RECORD, session__in=readable)
    return asked.filter(session__record__isnull=False).first()


@verb
def attach(*, actor: Person, paragraph: Paragraph, named: str) -> Origin:
    """Name a decision or a question as what a paragraph comes from; named twice, it is one."""
    recommendation = wording.draft_of(actor, paragraph.recommendation)
    found = wording.paragraph_of(recommendation, paragraph)
    return rest(found, find(actor, named))


def rest(paragraph: Paragraph, found: Found) -> Origin:
    """Have a paragraph of a draft that is locked rest on what was found."""
    columns: dict[str, object] = {"attached_at": clock.now()}
    if found.decision is not None:
        subject = found.decision.pk
        columns |= {
            "kind": SourceKind.DECISION,
            "decision": found.decision,
            "session": found.decision.session,
            "seq": found.decision.seq,
        }
    elif found.question is not None:
        subject = found.question.pk
        columns |= {
            "kind": SourceKind.QUESTION,
            "session": found.question.session,
            "seq": found.question.approved_seq,
        }
    else:
        msg = "an origin that is nothing"
        raise ValueError(msg)
    return Origin.objects.get_or_create(paragraph=paragraph, subject=subject, defaults=columns)[0]


@verb
def detach(*, actor: Person, origin: Origin) -> None:
    """Take an origin away from a draft; what an adopted version rests on stays."""
    wording.draft_of(actor, origin.paragraph.recommendation)
    adopted = AdoptedParagraph.objects.filter(
        paragraph=origin.paragraph_id, version__adopted_at__gte=origin.attached_at
    )
    if adopted.exists():
        text = _("An adopted version rests on this origin, so it stays.")
        raise Refused("origin.adopted", text)
    Origin.objects.filter(pk=origin.pk).delete()


def of_adopted(paragraph: AdoptedParagraph) -> QuerySet[Origin]:
    """Return what an adopted paragraph rests on: what was attached before its adoption."""
    before = Origin.objects.filter(attached_at__lte=paragraph.version.adopted_at)
    found = (
        before.filter(paragraph=paragraph.paragraph_id) if paragraph.paragraph_id else before.none()
    )
    return found.select_related("decision", "session")
