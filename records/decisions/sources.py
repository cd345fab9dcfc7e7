"""What a decision comes from: events of its room's log, looked at before they are linked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chat.models import Message, MessageState
from floor.models import Question, QuestionState
from kit.refusals import Refused
from live.models import Event
from records.decisions.models import Decision, SourceKind
from sessions.models import AgendaItem, ItemRun, Session

MOST = 20
# Which events can be rested upon, and what each tells of.
KINDS = {
    "question.asked": SourceKind.QUESTION,
    "question.answered": SourceKind.QUESTION,
    "message.posted": SourceKind.MESSAGE,
    "item.started": SourceKind.ITEM,
    "decision.taken": SourceKind.DECISION,
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """An event that a decision rests on."""

    kind: SourceKind
    subject: UUID
    seq: int
    at: datetime


def chosen(session: Session, seqs: Iterable[int]) -> list[Chosen]:
    """Return these events of the room's own stream, or refuse what nobody in the room can read there.

    Only the room's stream is looked into: nothing that its moderators alone hear can be linked, and
    no event of it says who asked without a name.
    """
    wanted = sorted(set(seqs))
    if len(wanted) > MOST:
        fault = _("A decision rests on at most 20 events. Choose those that matter most.")
        raise Refused("decision.too_many_sources", fault, field="sources")
    rows = Event.objects.filter(stream=str(session.live_room), seq__in=wanted, name__in=KINDS)
    found = [
        Chosen(KINDS[name], subject, seq, at)
        for seq, name, subject, at in rows.order_by("seq").values_list(
            "seq", "name", "subject", "at"
        )
        if subject is not None
    ]
    readable = _readable(session, found)
    if len(found) < len(wanted) or any(each.subject not in readable for each in found):
        raise _gone()
    return found


def last_of(session: Session, subjects: Sequence[UUID]) -> list[int]:
    """Return the numbers of the last events of these subjects that can be rested upon, in one query."""
    if not subjects:
        return []
    rows = Event.objects.filter(
        stream=str(session.live_room), subject__in=list(subjects), name__in=KINDS
    )
    found = dict(rows.order_by("seq").values_list("subject", "seq"))
    if len(found) < len(set(subjects)):
        raise _gone()
    return sorted(found.values())


def _gone() -> Refused:
    fault = _("What this should rest on can't be read in the room any more. Choose again.")
    return Refused("decision.source", fault, field="sources")


def _readable(session: Session, found: Sequence[Chosen]) -> set[UUID]:
    """Return which subjects the room can read at this moment, in a query for each kind there is."""
    by_kind: dict[SourceKind, list[UUID]] = {}
    for each in found:
        by_kind.setdefault(each.kind, []).append(each.subject)
    shown = (QuestionState.OPEN, QuestionState.ANSWERED)
    rows = {
        SourceKind.QUESTION: Question.objects.filter(session=session, state__in=shown),
        SourceKind.MESSAGE: Message.objects.filter(session=session, state=MessageState.SHOWN),
        SourceKind.ITEM: AgendaItem.objects.filter(session=session),
        SourceKind.DECISION: Decision.objects.filter(session=session, withdrawn_at=None),
    }
    return {
        pk
        for kind, subjects in by_kind.items()
        for pk in rows[kind].filter(pk__in=subjects).values_list("pk", flat=True)
    }


@dataclass(frozen=True, slots=True)
class Offer:
    """An event that a decision may rest on, in words."""

    seq: int
    kind: str
    subject: UUID
    text: str
    lang: str
    at: datetime


def offers(session: Session, *, messages: int = 30) -> list[Offer]:
    """Return what a decision may be made of, the latest first: what ran, what was asked, what was said."""
    asked = Question.objects.filter(
        session=session, state__in=(QuestionState.OPEN, QuestionState.ANSWERED), approved_seq__gt=0
    )
    spoken = Message.objects.filter(session=session, state=MessageState.SHOWN, seq__gt=0)
    runs = ItemRun.objects.filter(session=session, started_seq__gt=0).select_related("item")
    found = [
        *(_of_question(each) for each in asked if each.approved_at),
        *(
            Offer(each.seq, SourceKind.MESSAGE.value, each.pk, each.text, each.lang, each.at)
            for each in spoken.order_by("-seq")[:messages]
            if each.at
        ),
        *(
            Offer(
                run.started_seq,
                SourceKind.ITEM.value,
                run.item_id,
                run.item.title.value,
                run.item.title.lang,
                run.started_at,
            )
            for run in runs
        ),
    ]
    return sorted(found, key=lambda offer: -offer.seq)


def _of_question(row: Question) -> Offer:
    at = row.approved_at
    if at is None:
        msg = f"question {row.pk} has never been before the room"
        raise ValueError(msg)
    return Offer(row.approved_seq, SourceKind.QUESTION.value, row.pk, row.text, row.lang, at)


def item_at(session: Session, seq: int) -> UUID | None:
    """Return the agenda item under which an event was numbered, if it is still planned."""
    rows = Event.objects.filter(stream=str(session.live_room), seq=seq)
    item = rows.values_list("agenda_item", flat=True).first()
    known = AgendaItem.objects.filter(session=session, pk=item) if item else None
    return item if known is not None and known.exists() else None
