"""What can be read of grants, and by whom: calls, applications, awards, and what waits for whom."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Prefetch, Q, QuerySet

from accounts.models import Person
from grants.models import (
    Application,
    Award,
    Call,
    Criterion,
    Declared,
    Invitation,
    Mandate,
    MandateState,
    Milestone,
    Partner,
    Report,
    Review,
    Reviewer,
    State,
)
from grants.ties import tied
from kit.refusals import NotHere
from live import clock

Reader = Person | AnonymousUser
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Visible:
    """All of grants that a reader may know of, for what lists, counts, searches or feeds."""

    calls: QuerySet[Call]
    applications: QuerySet[Application]
    awards: QuerySet[Award]


def visible_to(reader: Reader) -> Visible:
    """Return what a reader may see of calls, applications and awards."""
    return Visible(
        calls_visible_to(reader), applications_visible_to(reader), awards_visible_to(reader)
    )


def calls_visible_to(reader: Reader) -> QuerySet[Call]:
    """Return the calls that a reader may see: published ones, and those they have a part in.

    Who wrote an application under a call that was withdrawn still reads its terms.
    """
    public = Q(published_at__isnull=False, withdrawn_at=None)
    if not isinstance(reader, Person):
        return Call.objects.filter(public)
    if reader.is_organiser:
        return Call.objects.all()
    own = Partner.objects.filter(person=reader, left_at=None).values("application__call")
    return Call.objects.filter(public | Q(pk__in=own) | Q(pk__in=_reviewing(reader)))


def applications_visible_to(reader: Reader) -> QuerySet[Application]:
    """Return the applications that a reader may open.

    Partners have their own from the first line. Once handed in, organisers have it, and reviewers
    who declared that nothing ties them; whoever is tied to it, by declaration or by belonging to a
    partner, finds it nowhere.
    """
    if not isinstance(reader, Person):
        return Application.objects.none()
    own = Q(pk__in=Partner.objects.filter(person=reader, left_at=None).values("application"))
    judged = Q(submitted_at__isnull=False) & ~tied(reader)
    if not reader.is_organiser:
        cleared = Review.objects.filter(person=reader, declared=Declared.NONE)
        judged &= Q(pk__in=cleared.values("application"), call__in=_reviewing(reader))
        judged &= ~Q(state=State.WITHDRAWN)
    return Application.objects.filter(own | judged)


def awards_visible_to(reader: Reader) -> QuerySet[Award]:
    """Return the awards that a reader may see: all of them, they are public once they are released."""
    return Award.objects.all()


def to_declare(reader: Person) -> QuerySet[Application]:
    """Return what a reviewer has yet to declare their ties to: for its title and partners only."""
    said = Review.objects.filter(person=reader).exclude(declared=Declared.ANEW)
    waiting = (
        _to_review(reader).exclude(pk__in=said.values("application")).order_by("submitted_at", "id")
    )
    return with_partners(waiting.select_related("call"))


def is_to_review(reader: Person, application: Application) -> bool:
    """Say whether a person reviews its call, it is handed in, and nothing ties them to it."""
    return _to_review(reader).filter(pk=application.pk).exists()


def is_cleared(reader: Person, application: Application) -> bool:
    """Say whether a person declared that they have no conflict."""
    said = Review.objects.filter(person=reader, application=application)
    return said.filter(declared=Declared.NONE).exists()


def owes_review(reader: Reader, application: Application) -> bool:
    """Say whether a reader is yet to submit a review of it: until then others' marks are not for them."""
    if not isinstance(reader, Person) or application.state != State.SUBMITTED:
        return False
    done = application.reviews.filter(
        person=reader, declared=Declared.NONE, submitted_at__isnull=False
    )
    return is_to_review(reader, application) and not done.exists()


def is_partner(reader: Reader, application: Application) -> bool:
    """Say whether a person acts for one of its partners."""
    if not isinstance(reader, Person):
        return False
    return Partner.objects.filter(person=reader, application=application, left_at=None).exists()


def with_partners(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Return applications with those who make them now, in `acting`, in two queries for any number."""
    return rows.prefetch_related(_acting("partners"))


def partners_of(application: Application) -> list[Partner]:
    """Return who makes an application now, with organisations and people, first who began it."""
    acting = application.partners.filter(left_at=None)
    return list(acting.select_related("organisation", "person", "person__organisation"))


def open_calls() -> QuerySet[Call]:
    """Return the published calls that take applications now, the one that closes first in front."""
    now = clock.now()
    public = Call.objects.filter(published_at__isnull=False, withdrawn_at=None)
    return public.filter(opens_at__lte=now, closes_at__gt=now).order_by("closes_at", "slug")


def call_at(reader: Reader, slug: str) -> Call:
    """Return a call at its address, with themes and criteria, or nothing for who may not see it."""
    rows = (
        calls_visible_to(reader).filter(slug=slug).prefetch_related("themes", "criteria", "files")
    )
    return _one(rows.first())


def application_at(reader: Reader, pk: UUID) -> Application:
    """Return an application for who may open it, with its call, partners, sections and lines."""
    rows = applications_visible_to(reader).filter(pk=pk).select_related("call", "theme", "award")
    whole = with_partners(rows).prefetch_related(
        "sections", "lines__partner__organisation", "files", "call__criteria"
    )
    return _one(whole.first())


def declarable_at(reader: Person, pk: UUID) -> Application:
    """Return an application for a reviewer who may declare of it; also after they have."""
    found = with_partners(_to_review(reader).filter(pk=pk).select_related("call"))
    return _one(found.first())


def award_at(reader: Reader, pk: UUID) -> Award:
    """Return an award with what its page shows."""
    return _one(published(awards_visible_to(reader).filter(pk=pk)).first())


def published(rows: QuerySet[Award]) -> QuerySet[Award]:
    """Return awards with partners, theme and call, in two queries for any number."""
    whole = rows.select_related("application__call", "application__theme")
    return whole.prefetch_related(_acting("application__partners"))


def invitation_for(reader: Person, pk: UUID) -> Invitation:
    """Return an invitation for whom it was sent to; for anyone else there is none."""
    rows = Invitation.objects.select_related("application__call", "invited_by__organisation")
    return _one(rows.filter(pk=pk, person=reader).first())


def invitations_to(reader: Person) -> QuerySet[Invitation]:
    """Return the invitations that wait for a person's answer."""
    rows = Invitation.objects.filter(person=reader, accepted_at=None, ended_at=None)
    live = rows.filter(application__state__in=(State.DRAFT, State.ASKED))
    return live.select_related("application__call")


def applications_of(reader: Person) -> QuerySet[Application]:
    """Return the applications that a person makes with others, the newest first."""
    own = Partner.objects.filter(person=reader, left_at=None).values("application")
    rows = Application.objects.filter(pk__in=own).select_related("call", "award")
    return with_partners(rows).order_by("-started_at", "id")


def reviews_of(reader: Person) -> QuerySet[Review]:
    """Return what a person reviews: cleared by themselves, and still open to them."""
    rows = Review.objects.filter(person=reader, declared=Declared.NONE)
    rows = rows.filter(application__in=_to_review(reader)).select_related("application__call")
    return rows.order_by("application__submitted_at", "id")


def milestones_of(award: Award) -> QuerySet[Milestone]:
    """Return what is due of an award, with its reports and their files."""
    reports = Report.objects.select_related("sent_by__organisation").prefetch_related("files")
    return award.milestones.prefetch_related(Prefetch("reports", queryset=reports))


def mandates_visible_to(reader: Reader) -> QuerySet[Mandate]:
    """Return who says that they act for an organisation: all for organisers, for others their own."""
    if not isinstance(reader, Person):
        return Mandate.objects.none()
    rows = Mandate.objects.select_related("person__organisation", "organisation")
    return rows if reader.is_organiser else rows.filter(person=reader)


def mandates_to_answer(organiser: Person) -> QuerySet[Mandate]:
    """Return what waits for an organiser's answer, the oldest first; of who may sign in still."""
    rows = mandates_visible_to(organiser).filter(state=MandateState.WAITING)
    return rows.filter(person__is_active=True)


def mandate_at(reader: Reader, pk: UUID) -> Mandate:
    """Return a mandate for who may see it."""
    return _one(mandates_visible_to(reader).filter(pk=pk).first())


def criteria_of(call: Call) -> list[Criterion]:
    """Return by what a call's applications are judged."""
    return list(call.criteria.all())


def reviewers_of(call: Call) -> QuerySet[Reviewer]:
    """Return who reviews a call now."""
    return call.reviewers.filter(ended_at=None).select_related("person__organisation")


def _acting(path: str) -> "Prefetch[str, QuerySet[Partner], str]":
    acting = Partner.objects.filter(left_at=None).select_related(
        "organisation", "person", "person__organisation"
    )
    return Prefetch(path, queryset=acting, to_attr="acting")


def _reviewing(reader: Person) -> QuerySet[Reviewer, UUID]:
    return Reviewer.objects.filter(person=reader, ended_at=None).values_list("call", flat=True)


def _to_review(reader: Person) -> QuerySet[Application]:
    handed_in = Application.objects.filter(submitted_at__isnull=False, call__in=_reviewing(reader))
    return handed_in.exclude(state=State.WITHDRAWN).exclude(tied(reader))


def _one(found: M | None) -> M:
    if found is None:
        raise NotHere
    return found
