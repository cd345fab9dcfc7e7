"""What can be read of applications: those that wait for the co-chairs, and one's own."""

from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Person
from groups.models import Group, Membership
from groups.organisations.models import Application, ApplicationState, OrganisationMembership
from groups.queries import Reader
from kit.refusals import NotHere


def waiting(group: Group) -> QuerySet[Application]:
    """Return the applications that wait for an answer, the oldest first; for who manages the group."""
    rows = group.applications.filter(state=ApplicationState.WAITING, person__is_active=True)
    return rows.select_related("person", "organisation", "brought_by").order_by("applied_at", "pk")


def houses_of(group: Group) -> QuerySet[OrganisationMembership]:
    """Return the member organisations with the number of their delegates; for who manages the group."""
    delegates = (
        Membership.objects.filter(
            group=OuterRef("group"), organisation=OuterRef("organisation"), ended_at=None
        )
        .order_by()
        .values("organisation")
        .annotate(number=Count("pk"))
        .values("number")
    )
    rows = group.houses.filter(ended_at=None).select_related("organisation")
    return rows.annotate(delegates=Coalesce(Subquery(delegates), 0)).order_by(
        "organisation__name_en", "organisation__name_ru", "pk"
    )


def own_application(person: Reader, group: Group) -> Application | None:
    """Return a person's last application to a group, for the person."""
    if not isinstance(person, Person):
        return None
    rows = group.applications.filter(person=person).select_related("organisation")
    return rows.order_by("-applied_at").first()


def brought_by(person: Person, group: Group) -> QuerySet[Application]:
    """Return the colleagues whom a delegate has proposed: not asked to an end yet, or waiting."""
    open_ones = (ApplicationState.ASKED, ApplicationState.WAITING)
    rows = group.applications.filter(brought_by=person, state__in=open_ones)
    return rows.select_related("person").order_by("applied_at", "pk")


def application_to_withdraw(group: Group, person: Person, application_id: UUID) -> Application:
    """Return an application that is a person's to withdraw: their own, or one for a colleague."""
    mine = group.applications.filter(Q(person=person) | Q(brought_by=person))
    found = mine.filter(pk=application_id).first()
    if found is None:
        raise NotHere
    return found
