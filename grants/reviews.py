"""Reviewers: appointed for a call, declaring their ties to each application, marking what they may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from grants.calls import room_of
from grants.editing import locked
from grants.models import (
    SAYABLE,
    Application,
    Call,
    ConflictKind,
    Declared,
    Review,
    Reviewer,
    Score,
    State,
)
from grants.rules import demand
from grants.wording import prose
from kit.refusals import NotHere, Refused
from live import clock
from live.hub import verb

LONGEST_REMARK = 4000

audit.name_acts(
    {
        "reviewer.appoint": _("Made a reviewer"),
        "reviewer.dismiss": _("No longer a reviewer"),
        "review.declare": _("Ties to an application declared"),
        "review.submit": _("Review submitted"),
        "review.return": _("Review given back to its reviewer"),
        "review.lift": _("Declaration of ties taken off the record, to be made again"),
    }
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark by one criterion, or none yet, with a remark."""

    mark: int | None = None
    remark: str = ""


@verb
def appoint(*, actor: Person, call: Call, email: str) -> Reviewer:
    """Make somebody a reviewer of a call, by the address with which they sign in."""
    demand("grants.organise", actor, call)
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        text = _(
            "Nobody has signed in with this address yet. Ask them to sign in once, then try again."
        )
        raise Refused("person.unknown", text, field="email")
    Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    if call.reviewers.filter(person=person, ended_at=None).exists():
        raise Refused("reviewer.exists", _("They review this call already."), field="email")
    made = Reviewer.objects.create(call=call, person=person, appointed_at=clock.now())
    _record(actor, "reviewer.appoint", call, made.pk, person)
    return made


@verb
def dismiss(*, actor: Person, call: Call, reviewer: Reviewer) -> None:
    """End somebody's reviewing; what they submitted counts still."""
    demand("grants.organise", actor, call)
    if not call.reviewers.filter(pk=reviewer.pk, ended_at=None).update(ended_at=clock.now()):
        raise NotHere
    _record(actor, "reviewer.dismiss", call, reviewer.pk, reviewer.person)


@verb
def declare(
    *, actor: Person, application: Application, declared: str, conflict: str = ""
) -> Review:
    """Say what ties one to those who apply. A conflict closes the application, and stands.

    Who finds a tie later declares it then: what they had marked is seen by nobody and counts no
    more, and stays on record, since it may have been decided upon.
    """
    demand("grants.declare", actor, application)
    held = locked(application)
    if declared not in SAYABLE:
        text = _("Say whether you have a conflict of interest.")
        raise Refused("review.undeclared", text, field="declared")
    is_conflict = declared == Declared.CONFLICT
    if is_conflict and conflict not in ConflictKind.values:
        text = _("Say of which kind the conflict is.")
        raise Refused("review.conflict_kind", text, field="conflict")
    now = clock.now()
    review, is_new = Review.objects.get_or_create(
        application=held, person=actor, defaults={"declared": Declared.NONE, "declared_at": now}
    )
    is_said_anew = is_conflict or review.declared == Declared.ANEW
    if is_said_anew:
        review.declared, review.conflict = declared, conflict if is_conflict else ""
        review.declared_at = now
        review.save(update_fields=("declared", "conflict", "declared_at"))
    if is_said_anew or is_new:
        _record(actor, "review.declare", held.call, held.pk, actor)
    return review


@verb
def lift(*, actor: Person, application: Application, person: Person) -> None:
    """Let a reviewer declare anew, who said by mistake that they had a conflict.

    What they had marked before counts again when they have declared that nothing ties them.
    """
    demand("grants.judge", actor, application)
    held = locked(application)
    rows = held.reviews.filter(person=person, declared=Declared.CONFLICT)
    if person.pk == actor.pk or not rows.update(declared=Declared.ANEW, conflict=""):
        raise NotHere
    _record(actor, "review.lift", held.call, held.pk, person)


@verb
def write(
    *,
    actor: Person,
    application: Application,
    edition: int,
    marks: Mapping[UUID, Mark],
    remarks: str = "",
    remarks_for_partners: str = "",
    is_final: bool = False,
) -> Review:
    """Write one's marks, as a draft or for good; for good wants a mark by each criterion."""
    demand("grants.review", actor, application)
    held = locked(application)
    if held.state != State.SUBMITTED:
        raise Refused("review.over", _("This application is not being reviewed now."))
    review = held.reviews.select_for_update().get(person=actor)
    if review.submitted_at is not None:
        text = _("Your review is submitted. An organiser can give it back to you.")
        raise Refused("review.submitted", text)
    if review.edition != edition:
        text = _("You have changed this review in another window. Both are below.")
        raise Refused("review.edited", text)
    _write_marks(held, review, marks, is_final=is_final)
    review.remarks = prose(remarks, "remarks", LONGEST_REMARK)
    review.remarks_for_partners = prose(
        remarks_for_partners, "remarks_for_partners", LONGEST_REMARK
    )
    review.edition += 1
    if is_final:
        review.submitted_at = clock.now()
        _record(actor, "review.submit", held.call, held.pk, actor)
    review.save()
    return review


@verb
def give_back(*, actor: Person, application: Application, person: Person) -> None:
    """Make a submitted review a draft again, so that its reviewer can change it."""
    demand("grants.judge", actor, application)
    held = locked(application)
    if held.state != State.SUBMITTED:
        raise Refused("review.over", _("This application is not being reviewed now."))
    rows = held.reviews.filter(person=person, declared=Declared.NONE, submitted_at__isnull=False)
    if not rows.update(submitted_at=None):
        raise NotHere
    _record(actor, "review.return", held.call, held.pk, person)


def _write_marks(
    application: Application, review: Review, marks: Mapping[UUID, Mark], *, is_final: bool
) -> None:
    review.scores.all().delete()
    scores = []
    for criterion in application.call.criteria.all():
        given = marks.get(criterion.pk, Mark())
        field = f"mark-{criterion.pk}"
        if given.mark is None and is_final:
            text = _("Every criterion needs a mark before you submit.")
            raise Refused("review.unmarked", text, field=field)
        if given.mark is not None and not 0 <= given.mark <= criterion.scale:
            bounds = _("A mark from 0 to %(best)s.") % {"best": criterion.scale}
            raise Refused("review.mark", bounds, field=field)
        remark = prose(given.remark, f"remark-{criterion.pk}", LONGEST_REMARK)
        scores.append(Score(review=review, criterion=criterion, mark=given.mark, remark=remark))
    Score.objects.bulk_create(scores)


def _record(actor: Person, act: str, call: Call, subject: UUID, person: Person) -> None:
    audit.record(actor=actor, act=act, room=room_of(call), subject=subject, person=person.pk)
