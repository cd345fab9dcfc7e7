"""The pages on which organisations apply to a group, and co-chairs answer."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Organisation, Person
from groups import queries
from groups.members import Sent, managed, members_page
from groups.models import Group, Membership
from groups.organisations import applications, delegates, houses
from groups.organisations.forms import (
    AnswerForm,
    ApplicationForm,
    BringForm,
    ConfirmationForm,
    EndOrganisationForm,
    WithdrawalForm,
)
from groups.organisations.models import Application, ApplicationState
from groups.organisations.queries import (
    application_to_withdraw,
    brought_by,
    own_application,
)
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody who does not belong to the group apply on behalf of their organisation."""
    actor = cast("Person", request.user)
    group = queries.group_at(slug)
    if not allows("groups.apply", actor, group):
        return redirect("groups:detail", slug=slug)
    form = ApplicationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _applied(actor, group, form):
        messages.success(
            request, _("Your application has reached the co-chairs. Their answer comes by mail.")
        )
        return redirect("groups:detail", slug=slug)
    last = own_application(actor, group)
    organisation = actor.organisation
    context = {
        "group": group,
        "form": form,
        "organisation": organisation,
        "is_member": organisation in queries.organisations_of(group) if organisation else False,
        "waiting": last if last and last.state == ApplicationState.WAITING else None,
        "asked": last if last and last.state == ApplicationState.ASKED else None,
    }
    status = 422 if form.errors else 200
    return render(request, "groups/apply.html", context, status=status)


def _applied(actor: Person, group: Group, form: ApplicationForm) -> bool:
    try:
        applications.apply(actor=actor, group=group, **form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Withdraw an application of one's own, or one for a colleague."""
    actor = cast("Person", request.user)
    group = queries.group_at(slug)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        raise NotHere
    application = application_to_withdraw(group, actor, form.cleaned_data["application"])
    applications.withdraw(actor=actor, application=application)
    messages.success(request, _("The application is withdrawn."))
    is_own = application.person_id == actor.pk
    return redirect("groups:detail" if is_own else "groups:bring", slug=slug)


@login_required
@require_POST
def consent(request: HttpRequest, slug: str) -> HttpResponse:
    """Agree to being proposed by a colleague."""
    actor = cast("Person", request.user)
    group = queries.group_at(slug)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        raise NotHere
    application = application_to_withdraw(group, actor, form.cleaned_data["application"])
    try:
        applications.consent(actor=actor, application=application)
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        messages.warning(request, str(refused.text))
    else:
        told = _("You have agreed. The co-chairs decide, and their answer comes by mail.")
        messages.success(request, told)
    return redirect("groups:detail", slug=slug)


@login_required
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm from the members' page that somebody acts for the organisation that they name."""
    actor, group = cast("Person", request.user), managed(request, slug)
    form = ConfirmationForm(request.POST)
    if not form.is_valid():
        raise NotHere
    row = queries.members(group).filter(pk=form.cleaned_data["membership"]).first()
    house = Organisation.objects.filter(pk=form.cleaned_data["organisation"]).first()
    if row is None or house is None:
        raise NotHere
    try:
        delegates.confirm(actor=actor, membership=row, organisation=house)
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        messages.warning(request, str(refused.text))
    else:
        messages.success(request, _("Confirmed: from now on they count as a delegate."))
    return redirect("groups:members", slug=slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a delegate propose colleagues of the same organisation."""
    actor = cast("Person", request.user)
    group = queries.group_at(slug)
    mine = queries.membership_of(actor, group)
    if mine is None or mine.organisation is None:
        raise NotHere
    form = BringForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (told := _brought(actor, group, form)):
        messages.success(request, told)
        return redirect("groups:bring", slug=slug)
    context = {
        "group": group,
        "form": form,
        "organisation": mine.organisation,
        "brought": list(brought_by(actor, group)),
    }
    status = 422 if form.errors else 200
    return render(request, "groups/bring.html", context, status=status)


def _brought(actor: Person, group: Group, form: BringForm) -> str:
    """Propose who has this address, or confirm who is a member already; return what to tell, or nothing."""
    email = form.cleaned_data["email"].strip().lower()
    person = Person.objects.filter(email=email, is_active=True).first()
    try:
        if person is None:
            raise applications.not_a_colleague()
        row = queries.membership_of(person, group)
        if row is not None and row.organisation is None and person.organisation is not None:
            return _confirmed(actor, row, person.organisation)
        applications.bring(actor=actor, group=group, person=person, note=form.cleaned_data["note"])
    except Refused as refused:
        form.refuse(refused)
        return ""
    return _("Your colleague is asked by mail. A co-chair decides once they agree.")


def _confirmed(actor: Person, row: Membership, house: Organisation) -> str:
    try:
        delegates.confirm(actor=actor, membership=row, organisation=house)
    except Forbidden as error:
        # One answer for whoever is unknown, and whoever belongs elsewhere.
        raise applications.not_a_colleague() from error
    return _("Your colleague belongs to the group already, and is now a delegate as well.")


@login_required
@require_POST
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Admit who applied, or refuse with a reason."""
    group = managed(request, slug)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise NotHere
    application = group.applications.filter(pk=form.cleaned_data["application"]).first()
    if application is None:
        raise NotHere
    try:
        _answer(request, application, form)
    except Refused as refused:
        if refused.field != "reason":
            messages.warning(request, str(refused.text))
            return redirect("groups:members", slug=slug)
        form.refuse(refused)
        sent = Sent(answer=form, application=application.pk)
        return members_page(request, group, sent, status=422)
    return redirect("groups:members", slug=slug)


def _answer(request: HttpRequest, application: Application, form: AnswerForm) -> None:
    actor = cast("Person", request.user)
    path = reverse("groups:detail", kwargs={"slug": application.group.slug})
    address = request.build_absolute_uri(path)
    if form.cleaned_data["answer"] == AnswerForm.ADMIT:
        applications.admit(actor=actor, application=application, address=address)
        messages.success(request, _("Admitted, and told by mail."))
        return
    applications.refuse(
        actor=actor, application=application, reason=form.cleaned_data["reason"], address=address
    )
    messages.success(request, _("Refused, and told by mail with your reason."))


@login_required
@require_POST
def end_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """End an organisation's membership with those of its delegates."""
    group = managed(request, slug)
    form = EndOrganisationForm(request.POST)
    if not form.is_valid():
        raise NotHere
    house = group.houses.filter(pk=form.cleaned_data["organisation"], ended_at=None).first()
    if house is None:
        raise NotHere
    try:
        houses.end(
            actor=cast("Person", request.user), house=house, reason=form.cleaned_data["reason"]
        )
    except Refused as refused:
        messages.warning(request, str(refused.text))
    else:
        messages.success(request, _("The organisation is no longer a member."))
    return redirect("groups:members", slug=slug)
