"""Decisions and actions made ready for pages: with what they come from, who was there, who owes what."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language

from accounts.people import shown
from chat.models import Message, MessageState
from floor.models import Question, QuestionState
from live import clock
from records.decisions import present, quorum
from records.decisions.models import Action, Carried, Decision, Source, SourceKind
from records.decisions.quorum import SideCount
from records.faces import Faces
from records.presence import Company
from records.queries import readable_among
from sessions.here import Who, who
from sessions.models import AgendaItem, Session, State
from sessions.queries import Reader


@dataclass(frozen=True, slots=True)
class From:
    """What a decision comes from: its words as far as this reader may read them, and the way to it."""

    kind: str
    seq: int
    text: str = ""
    lang: str = ""
    url: str = ""
    # Its place in the session's record: its event's, where that is a fact of the course.
    event: str = ""
    is_gone: bool = False
    # Of a decision: it was withdrawn afterwards.
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """An action with who owes it, and how it stands towards its day."""

    action: Action
    owner: Who | None
    carried: Carried | None = None
    # The session it was taken in, where this reader may read of that.
    origin: Session | None = None

    @property
    def is_over(self) -> bool:
        """Say whether its day is over and it is still open, by the clock of its session."""
        action = self.action
        if action.state != "open" or action.due_on is None:
            return False
        return action.due_on < _today(action)


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision as a page tells it."""

    decision: Decision
    sources: Sequence[From]
    sides: Sequence[SideCount]
    company: Company
    actions: Sequence[Owed] = ()

    @property
    def anchor(self) -> str:
        """Return the place of it in its session's record."""
        return (
            f"{reverse('records:record', args=[self.decision.session_id])}#d{self.decision.number}"
        )


def taken(
    decisions: Sequence[Decision],
    *,
    inside: Collection[UUID],
    actions: Mapping[UUID | None, Sequence[Owed]] | None = None,
) -> list[Taken]:
    """Return decisions as a reader gets them, in a number of queries that does not grow with them.

    `inside` are the sessions that the reader may enter: only there messages are quoted.
    """
    about = _Subjects.of([source for each in decisions for source in each.sources.all()])
    companies = present.companies(decisions)
    language = get_language() or "en"
    return [
        Taken(
            decision=each,
            sources=[
                about.told(source, each.session, is_inside=each.session_id in inside)
                for source in each.sources.all()
            ],
            sides=quorum.in_words(quorum.told(each), language),
            company=companies[each.pk],
            actions=(actions or {}).get(each.pk, ()),
        )
        for each in decisions
    ]


def owed(
    actions: Iterable[tuple[Action, Carried | None]], reader: Reader, faces: Faces | None = None
) -> list[Owed]:
    """Return actions with their owners: as a record shows them, else as they wish to be shown now.

    Where each was taken is told as far as the reader may read of that session, in one query.
    """
    rows = list(actions)
    known = readable_among(reader, {action.session_id for action, _carried in rows})
    return [
        Owed(
            action,
            _owner(action, faces),
            carried,
            action.session if action.session_id in known else None,
        )
        for action, carried in rows
    ]


def by_decision(actions: Iterable[Owed]) -> dict[UUID | None, list[Owed]]:
    """Return actions by the decision that they follow from; under None those that follow from none."""
    found: dict[UUID | None, list[Owed]] = {}
    for each in actions:
        found.setdefault(each.action.decision_id, []).append(each)
    return found


def _owner(action: Action, faces: Faces | None) -> Who | None:
    if action.owner_id is None:
        return None
    if faces is not None:
        return faces.who(action.owner_id)
    return who(asdict(shown(action.owner))) if action.owner else None


def _today(action: Action) -> date:
    zone = action.session.zone if action.session else "UTC"
    return clock.now().astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True)
class _Subjects:
    """What the sources of some decisions tell of, as it stands now."""

    questions: Mapping[Any, Question]
    messages: Mapping[Any, Message]
    items: Mapping[Any, AgendaItem]
    decisions: Mapping[Any, Decision]

    @classmethod
    def of(cls, sources: Iterable[Source]) -> "_Subjects":
        ids: dict[str, set[UUID]] = {kind: set() for kind in SourceKind.values}
        for source in sources:
            ids[source.kind].add(source.subject)
        asked = (QuestionState.OPEN, QuestionState.ANSWERED)
        return cls(
            Question.objects.filter(state__in=asked).in_bulk(ids["question"]),
            Message.objects.filter(state=MessageState.SHOWN).in_bulk(ids["message"]),
            AgendaItem.objects.in_bulk(ids["item"]),
            Decision.objects.in_bulk(ids["decision"]),
        )

    def told(self, source: Source, session: Session, *, is_inside: bool) -> From:
        record = reverse("records:record", args=[session.pk])
        is_over = session.state == State.ENDED
        # Before its end there is no record to lead to.
        event = f"{record}#e{source.seq}" if is_over else ""
        match source.kind:
            case SourceKind.QUESTION if source.subject in self.questions:
                asked = self.questions[source.subject]
                own = reverse("floor:question", args=[session.pk, asked.pk])
                url = f"{record}#q{asked.pk}" if is_over else own
                return From("question", source.seq, asked.text, asked.lang, url, event)
            case SourceKind.MESSAGE if source.subject in self.messages:
                if not is_inside:
                    # What was written in the chat is for those who took part.
                    return From("message", source.seq, event=event)
                said = self.messages[source.subject]
                url = reverse("chat:message", args=[session.pk, said.pk])
                return From("message", source.seq, said.text, said.lang, url, event)
            case SourceKind.ITEM if source.subject in self.items:
                title = self.items[source.subject].title
                return From("item", source.seq, title.value, title.lang, event, event)
            case SourceKind.DECISION if source.subject in self.decisions:
                other = self.decisions[source.subject]
                url = reverse("records:decision", args=[other.number])
                text = other.text
                return From(
                    "decision",
                    source.seq,
                    f"D{other.number}: {text}",
                    text.lang,
                    url,
                    event,
                    is_withdrawn=other.withdrawn_at is not None,
                )
        return From(source.kind, source.seq, event=event, is_gone=True)
