"""What a reader may know of the sessions, questions and items that a trail begins with."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from floor.models import Question
from floor.telling import UPVOTES
from kit.bilingual import Text
from live import tallies
from live.models import Event
from records import queries
from records.decisions.models import Decision, SourceKind
from records.decisions.present import companies
from records.deliveries.queries import Reader
from records.questions import ON_RECORD
from records.recommendations.models import Origin
from records.timeline import FACTS
from sessions import queries as session_queries
from sessions.models import AgendaItem, Session, State


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of origins, by ids; a session that is not in it is closed to the reader."""

    sessions: Mapping[UUID, Session]
    texts: Mapping[UUID, Text]
    supporters: Mapping[UUID, int]
    instants: Mapping[tuple[UUID, int], datetime]
    facts: Mapping[UUID, Sequence[int]]
    present: Mapping[UUID, int]
    # Which of the decisions that decisions rest on were withdrawn.
    withdrawn: Collection[UUID]

    def anchor(self, session: UUID, seq: int) -> int:
        """Return the number of the line of the record at which an event is found: its own, else the one before."""
        facts = self.facts.get(session, ())
        at = bisect_right(facts, seq)
        return facts[at - 1] if at else 0


def known(reader: Reader, origins: Iterable[Origin]) -> Known:
    """Return what a reader may know of these origins, in a number of queries that never grows."""
    origins = list(origins)
    decisions = [each.decision for each in origins if each.decision is not None]
    rows = {row.pk: row for row in (each.session for each in origins) if row is not None}
    rows |= {each.session_id: each.session for each in decisions}
    told = told_to(reader, rows.values())
    places = [(each.kind, each.subject, each.session_id, each.seq) for each in origins]
    places += [
        (source.kind, source.subject, each.session_id, source.seq)
        for each in decisions
        for source in each.sources.all()
    ]
    # What lies in a closed session is not even asked for.
    open_places = [each for each in places if each[2] in told]
    seqs = {(each[2], each[3]) for each in open_places if each[2]}
    seqs |= {(each.session_id, each.seq) for each in decisions if each.session_id in told}
    questions = [subject for kind, subject, _s, _n in open_places if kind == SourceKind.QUESTION]
    items = [subject for kind, subject, _s, _n in open_places if kind == SourceKind.ITEM]
    others = [subject for kind, subject, _s, _n in open_places if kind == SourceKind.DECISION]
    texts, supporters = _questions(questions)
    return Known(
        sessions=told,
        texts={**texts, **{row.pk: row.title for row in AgendaItem.objects.filter(pk__in=items)}},
        supporters=supporters,
        instants=_instants(told, seqs),
        facts=_facts(told),
        withdrawn=_withdrawn(others),
        present={
            key: company.people
            for key, company in companies(
                [each for each in decisions if each.session_id in told]
            ).items()
        },
    )


def told_to(reader: Reader, sessions: Iterable[Session]) -> dict[UUID, Session]:
    """Return the sessions whose records a reader may read, and that are made or the reader's own."""
    rows = {row.pk: row for row in sessions}
    readable = set(
        queries.readable_by(reader).filter(pk__in=rows).order_by().values_list("pk", flat=True)
    )
    inside = session_queries.enterable(reader, rows.values())
    return {
        pk: row
        for pk, row in rows.items()
        if pk in readable and (row.state == State.ENDED or pk in inside)
    }


def _questions(subjects: Sequence[UUID]) -> tuple[dict[UUID, Text], dict[UUID, int]]:
    """Return what was asked, as the record has it: what was taken back is not in it."""
    rows = Question.objects.filter(pk__in=subjects).select_related("merged_into")
    living = {row.pk: row.merged_into or row for row in rows}
    shown = {pk: row for pk, row in living.items() if row.state in ON_RECORD}
    figures = tallies.published(UPVOTES, [row.pk for row in shown.values()])
    texts = {pk: Text(row.text, row.lang, "original") for pk, row in shown.items()}
    return texts, {pk: figures.get(row.pk, 0) for pk, row in shown.items()}


def _withdrawn(decisions: Sequence[UUID]) -> frozenset[UUID]:
    rows = Decision.objects.filter(pk__in=decisions, withdrawn_at__isnull=False)
    return frozenset(rows.order_by().values_list("pk", flat=True))


def _instants(
    told: Mapping[UUID, Session], seqs: set[tuple[UUID, int]]
) -> dict[tuple[UUID, int], datetime]:
    streams = {str(row.live_room): pk for pk, row in told.items()}
    numbers = {seq for _session, seq in seqs}
    rows = Event.objects.filter(stream__in=streams, seq__in=numbers)
    found = {
        (streams[stream], seq): at for stream, seq, at in rows.values_list("stream", "seq", "at")
    }
    return {place: at for place, at in found.items() if place in seqs}


def _facts(told: Mapping[UUID, Session]) -> dict[UUID, list[int]]:
    streams = {str(row.live_room): pk for pk, row in told.items()}
    found: dict[UUID, list[int]] = {}
    rows = Event.objects.filter(stream__in=streams, name__in=FACTS).order_by("stream", "seq")
    for stream, seq in rows.values_list("stream", "seq"):
        found.setdefault(streams[stream], []).append(seq)
    return found
