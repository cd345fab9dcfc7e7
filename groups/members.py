"""The members' page of a group, for its co-chairs and organisers: people, organisations, applications."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from groups import memberships, queries
from groups.forms import AdmissionForm, EndForm, HandOverForm
from groups.models import Group, GroupRole, Membership
from groups.organisations.forms import AnswerForm
from groups.organisations.queries import houses_of, waiting
from kit.refusals import NotHere, Refused
from kit.rules import allows

PAGE = 50
M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Sent:
    """The forms of the page as they were sent, where one of them was refused."""

    admission: AdmissionForm | None = None
    hand_over: HandOverForm | None = None
    answer: AnswerForm | None = None
    application: UUID | None = None


def managed(request: HttpRequest, slug: str) -> Group:
    """Return the group for who manages it; for anyone else there is no such page."""
    group = queries.group_at(slug)
    if not allows("groups.manage", request.user, group):
        raise NotHere
    return group


def person_behind(email: str) -> Person:
    """Return who signed in here with an address, or refuse at its field."""
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        text = gettext_lazy("Nobody with this address has signed in here yet.")
        raise Refused("membership.unknown_person", text, field="email")
    return person


def members_page(
    request: HttpRequest, group: Group, sent: Sent | None = None, *, status: int = 200
) -> HttpResponse:
    """Show the page, with a form that was refused as it was sent."""
    sent = sent or Sent()
    may_appoint = allows("groups.appoint", request.user, group)
    form = sent.admission or AdmissionForm()
    if not may_appoint and sent.admission is None:
        form.without_roles()
    # Who manages the group ends any member; to ask the rule for each would ask the database each.
    page = _page(request, queries.members(group), "page")
    may_confirm = _may_confirm(cast("Person", request.user), group)
    rows = [
        (
            row,
            may_appoint or row.role != GroupRole.CHAIR or row.person_id == request.user.pk,
            may_confirm(row),
        )
        for row in page
    ]
    # Co-chairs come first, but the page may be another than the first.
    has_chairs = may_appoint and _chairs(group).exists()
    waiting_page = _page(request, waiting(group), "waiting")
    hand_over_form = sent.hand_over or HandOverForm(_chairs(group))
    context = {
        "group": group,
        "form": form,
        "members": rows,
        "page": page,
        "hand_over": hand_over_form if has_chairs else None,
        "houses": _page(request, houses_of(group), "houses"),
        "waiting": waiting_page,
        "applications": [
            (row, sent.answer if row.pk == sent.application else None) for row in waiting_page
        ],
    }
    return render(request, "groups/members.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Let co-chairs and organisers admit people; for anyone else there is no such page."""
    group = managed(request, slug)
    if request.method != "POST":
        return members_page(request, group)
    form = AdmissionForm(request.POST)
    if not allows("groups.appoint", request.user, group):
        form.without_roles()
    if form.is_valid() and _admit(request, group, form):
        messages.success(request, _("The member is admitted."))
        return redirect("groups:members", slug=slug)
    return members_page(request, group, Sent(admission=form), status=422)


@login_required
@require_POST
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a co-chair's chair to somebody else of their side."""
    group = managed(request, slug)
    if not allows("groups.appoint", request.user, group):
        raise NotHere
    form = HandOverForm(_chairs(group), request.POST)
    if form.is_valid():
        try:
            memberships.hand_over(
                actor=cast("Person", request.user),
                membership=form.cleaned_data["membership"],
                person=person_behind(form.cleaned_data["email"]),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The chair is handed over."))
            return redirect("groups:members", slug=slug)
    return members_page(request, group, Sent(hand_over=form), status=422)


@login_required
@require_POST
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """End a membership: somebody else's from the members' page, one's own from the group's."""
    actor = cast("Person", request.user)
    group = queries.group_at(slug)
    form = EndForm(request.POST)
    if not form.is_valid():
        raise NotHere
    membership = queries.members(group).filter(pk=form.cleaned_data["membership"]).first()
    if membership is None:
        raise NotHere
    memberships.end(actor=actor, membership=membership)
    messages.success(request, _("The membership has ended."))
    is_own = membership.person_id == actor.pk
    return redirect("groups:detail" if is_own else "groups:members", slug=slug)


def _admit(request: HttpRequest, group: Group, form: AdmissionForm) -> bool:
    said = dict(form.cleaned_data)
    try:
        person = person_behind(said.pop("email"))
        actor = cast("Person", request.user)
        memberships.admit(actor=actor, group=group, person=person, **said)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _may_confirm(person: Person, group: Group) -> Callable[[Membership], bool]:
    """Return the rule of who confirms a delegate for one reader, who is asked about once."""
    mine = queries.membership_of(person, group)
    own = mine.organisation_id if mine else None

    def may(row: Membership) -> bool:
        named = row.person.organisation_id
        is_open = row.organisation_id is None and named is not None and row.person_id != person.pk
        return is_open and (person.is_organiser or named == own)

    return may


def _page(request: HttpRequest, rows: QuerySet[M], name: str) -> Page[M]:
    return Paginator(rows, PAGE).get_page(request.GET.get(name))


def _chairs(group: Group) -> QuerySet[Membership]:
    return queries.members(group).filter(role=GroupRole.CHAIR)
