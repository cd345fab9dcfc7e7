"""What marks come to: of one review, and of an application over all its reviews."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Prefetch

from accounts.models import Person
from grants import queries
from grants.models import Application, Call, Criterion, Decision, Declared, Review, Score, State
from grants.ties import belongs, is_tied, tied

UNDECIDED = (State.SUBMITTED, State.ASKED)


@dataclass(frozen=True, slots=True)
class Row:
    """An application in the organisers' table: in percent of the best, and how far reviewers agree.

    `missing` are those who have not declared or not submitted; `closed` those who have a tie.
    """

    application: Application
    mean: Decimal | None
    spread: Decimal | None
    submitted: int
    missing: int
    closed: int
    decision: Decision | None


def percent_of(scores: Iterable[Score], criteria: Sequence[Criterion]) -> Decimal | None:
    """Return a review's marks in percent of the best, weighted; none while any is missing."""
    given = {each.criterion_id: each.mark for each in scores if each.mark is not None}
    if not criteria or any(each.pk not in given for each in criteria):
        return None
    weights = sum(each.weight for each in criteria)
    parts = (Decimal(each.weight * given[each.pk]) / each.scale for each in criteria)
    total = sum(parts, Decimal(0))
    return total * 100 / weights


def tenths(value: Decimal | None) -> Decimal | None:
    """Return a figure as it is shown: to one place."""
    return None if value is None else value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def table(call: Call, organiser: Person) -> list[Row]:
    """Return a call's applications by their weighted mean, the best first, without what ties the organiser.

    Seven queries, however many applications and reviews there are.
    """
    criteria = queries.criteria_of(call)
    reviews = Review.objects.select_related("person").prefetch_related("scores")
    rows = Application.objects.filter(call=call, submitted_at__isnull=False)
    rows = queries.with_partners(rows.exclude(state=State.WITHDRAWN).exclude(tied(organiser)))
    found = list(rows.select_related("call").prefetch_related(
        Prefetch("reviews", queryset=reviews), "decisions"
    ))  # fmt: skip
    sitting = list(queries.reviewers_of(call).order_by("pk"))
    marking = {one.person_id: one.person for each in found for one in each.reviews.all()}
    marking |= {one.person_id: one.person for one in sitting}
    closed = _closed(call, list(marking.values()))
    reviewers: set[object] = {one.person_id for one in sitting}
    made = [_row(each, criteria, reviewers, closed) for each in found]
    if organiser.pk in reviewers:
        made = [_before_own(row, organiser) for row in made]
    return sorted(
        made, key=lambda row: (row.mean is None, -(row.mean or 0), str(row.application.pk))
    )


def submitted_reviews(application: Application) -> list[Review]:
    """Return the reviews of an application that count, with people, marks and what they come to.

    Until it is decided, those of whoever has come to belong to a partner do not.
    """
    rows = application.reviews.filter(submitted_at__isnull=False, declared=Declared.NONE)
    scores = Score.objects.select_related("criterion").order_by("criterion__position")
    found = list(
        rows.select_related("person__organisation").prefetch_related(
            Prefetch("scores", queryset=scores)
        )
    )
    if application.state in UNDECIDED:
        found = [each for each in found if not is_tied(each.person, application)]
    criteria = queries.criteria_of(application.call)
    for review in found:
        review.percent = tenths(percent_of(review.scores.all(), criteria))
    return found


def reviews_for(organiser: Person, application: Application) -> list[Review]:
    """Return what an organiser may see of the reviews: all, but after their own where they owe one."""
    if queries.owes_review(organiser, application):
        return []
    return submitted_reviews(application)


def others_reviews(reader: Person, application: Application) -> list[Review]:
    """Return what a reviewer may see of the others' reviews: after their own, if the call shows them."""
    mine = application.reviews.filter(
        person=reader, declared=Declared.NONE, submitted_at__isnull=False
    )
    if not application.call.shows_others or not mine.exists():
        return []
    return [each for each in submitted_reviews(application) if each.person_id != reader.pk]


def _before_own(row: Row, organiser: Person) -> Row:
    """Return a row without what tells of marks, where an organiser is a reviewer who has not marked it."""
    application = row.application
    own = (one for one in application.reviews.all() if one.person_id == organiser.pk)
    if application.state != State.SUBMITTED or any(one.submitted_at for one in own):
        return row
    return replace(row, mean=None, spread=None)


def _row(
    application: Application,
    criteria: Sequence[Criterion],
    sitting: set[object],
    closed: set[tuple[object, object]],
) -> Row:
    counted = [
        each
        for each in application.reviews.all()
        if each.submitted_at is not None and each.declared == Declared.NONE
    ]
    if application.state in UNDECIDED:
        counted = [each for each in counted if (each.person_id, application.pk) not in closed]
    figures = [
        figure
        for each in counted
        if (figure := percent_of(each.scores.all(), criteria)) is not None
    ]
    shut = {person for person in sitting if (person, application.pk) in closed}
    done = {each.person_id for each in counted}
    decisions = list(application.decisions.all())
    return Row(
        application=application,
        mean=tenths(sum(figures, Decimal(0)) / len(figures)) if figures else None,
        spread=tenths(max(figures) - min(figures)) if figures else None,
        submitted=len(figures),
        missing=len(sitting - shut - done),
        closed=len(shut),
        decision=decisions[-1] if decisions else None,
    )


def _closed(call: Call, people: Sequence[Person]) -> set[tuple[object, object]]:
    """Return which applications are closed to which of these people, as (person, application)."""
    of_call = Application.objects.filter(call=call)
    declared = Review.objects.filter(application__call=call, declared=Declared.CONFLICT)
    found: set[tuple[object, object]] = set(declared.values_list("person", "application"))
    for person in people:
        found.update(
            (person.pk, pk) for pk in of_call.filter(belongs(person)).values_list("pk", flat=True)
        )
    return found
