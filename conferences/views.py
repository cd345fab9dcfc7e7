"""The pages of conferences for those who come: overview, registration, participants."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Person
from accounts.people import in_words, shown
from conferences import queries, registrations
from conferences.forms import RegistrationForm, RevisionForm
from conferences.models import Conference, Registration, RegistrationState
from kit.refusals import NotHere, Refused
from kit.rules import allows


@require_GET
def conference_list(request: HttpRequest) -> HttpResponse:
    """Show the conferences that the reader may see."""
    found = queries.visible_to(request.user)
    return render(request, "conferences/list.html", {"conferences": found})


@require_GET
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a conference's overview; apps above add the agenda and what else belongs there."""
    conference = queries.visible(request.user, slug)
    context = {
        "conference": conference,
        "registration": queries.registration_of(request.user, conference),
        "may_organise": allows("conferences.organise", request.user, conference),
        "may_see_people": allows("conferences.see_people", request.user, conference),
    }
    return render(request, "conferences/detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to take part; afterwards the same page tells how that stands and lets it be changed."""
    person = cast("Person", request.user)
    conference = queries.visible(person, slug)
    registration = queries.registration_of(person, conference)
    form = _form(request, person, registration)
    if form.is_bound and form.is_valid() and _save(form, person, conference, registration):
        messages.success(request, _("Your registration is saved."))
        return redirect("conferences:register", slug=slug)
    context = {
        "conference": conference,
        "registration": registration,
        "form": form,
        "is_new": isinstance(form, RegistrationForm),
        "seen_as": in_words(shown(person)),
    }
    status = 422 if form.errors else 200
    return render(request, "conferences/register.html", context, status=status)


def _form(request: HttpRequest, person: Person, registration: Registration | None) -> RevisionForm:
    """Return the form that fits: to register, or to change what was said before."""
    data = request.POST if request.method == "POST" else None
    if registration is None or registration.state == RegistrationState.WITHDRAWN:
        return RegistrationForm(data) if data is not None else RegistrationForm.for_person(person)
    return RevisionForm(data) if data is not None else RevisionForm.of(registration)


def _save(
    form: RevisionForm, person: Person, conference: Conference, registration: Registration | None
) -> bool:
    said = form.cleaned_data
    try:
        if isinstance(form, RegistrationForm):
            registrations.register(actor=person, conference=conference, **said)
        elif registration is not None:
            registrations.revise(actor=person, registration=registration, **said)
    except NotHere:
        raise
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Step back from a conference."""
    person = cast("Person", request.user)
    conference = queries.visible(person, slug)
    registration = queries.registration_of(person, conference)
    if registration is None:
        raise NotHere
    registrations.withdraw(actor=person, registration=registration)
    messages.success(request, _("You have withdrawn your registration."))
    # Who withdraws from a conference that is not public no longer sees it.
    still_there = allows("conferences.see", person, conference)
    return redirect("conferences:register", slug=slug) if still_there else redirect("portal:home")


@require_GET
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who takes part and agreed to be listed, to those who take part themselves."""
    conference = queries.visible(request.user, slug)
    if not allows("conferences.see_people", request.user, conference):
        raise NotHere
    participants = [(shown(row.person), row) for row in queries.listed(conference)]
    context = {
        "conference": conference,
        "participants": participants,
        "numbers": queries.numbers(conference),
    }
    return render(request, "conferences/people.html", context)
