"""The pages of working groups: all of them, one of them, its members."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Person
from accounts.people import shown
from groups import memberships, queries
from groups.forms import AdmissionForm, AgreementForm, EndForm
from groups.models import Group, GroupRole
from kit.refusals import NotHere, Refused
from kit.rules import allows


@require_GET
def group_list(request: HttpRequest) -> HttpResponse:
    """Show all groups, named in both languages."""
    return render(request, "groups/list.html", {"cards": queries.cards()})


@require_GET
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a group: what it is about, who chairs it, and to its members who belongs to it."""
    group = queries.group_at(slug)
    may_see = allows("groups.see_members", request.user, group)
    members = list(queries.members(group)) if may_see else []
    listed = [(shown(row.person), row) for row in members if row.is_listed]
    context = {
        "group": group,
        "seats": queries.seats(group),
        "membership": queries.membership_of(request.user, group),
        "may_see_members": may_see,
        "may_manage": allows("groups.manage", request.user, group),
        "listed": listed,
        "unlisted": len(members) - len(listed),
    }
    return render(request, "groups/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Let co-chairs and organisers admit people; for anyone else there is no such page."""
    group = _managed(request, slug)
    form = AdmissionForm(request.POST if request.method == "POST" else None)
    may_appoint = allows("groups.appoint", request.user, group)
    if not may_appoint:
        form.without_roles()
    if form.is_bound and form.is_valid() and _admit(request, group, form):
        messages.success(request, _("The member is admitted."))
        return redirect("groups:members", slug=slug)
    # Who manages the group ends any member; to ask the rule for each would ask the database each.
    rows = [
        (row, may_appoint or row.role != GroupRole.CHAIR or row.person_id == request.user.pk)
        for row in queries.members(group)
    ]
    context = {"group": group, "form": form, "members": rows}
    status = 422 if form.errors else 200
    return render(request, "groups/members.html", context, status=status)


def _admit(request: HttpRequest, group: Group, form: AdmissionForm) -> bool:
    actor = cast("Person", request.user)
    email = form.cleaned_data.pop("email").strip().lower()
    person = Person.objects.filter(email=email, is_active=True).first()
    try:
        if person is None:
            text = gettext_lazy("Nobody with this address has signed in here yet.")
            raise Refused("membership.unknown_person", text, field="email")
        memberships.admit(actor=actor, group=group, person=person, **form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


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


@login_required
@require_POST
def agree(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a member say whether they may be named."""
    actor = cast("Person", request.user)
    membership = queries.membership_of(actor, queries.group_at(slug))
    form = AgreementForm(request.POST)
    if membership is None or not form.is_valid():
        raise NotHere
    memberships.agree(actor=actor, membership=membership, **form.cleaned_data)
    messages.success(request, _("Saved: this is what others see from now on."))
    return redirect("groups:detail", slug=slug)


def _managed(request: HttpRequest, slug: str) -> Group:
    group = queries.group_at(slug)
    if not allows("groups.manage", request.user, group):
        raise NotHere
    return group
