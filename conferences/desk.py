"""The organisers' desk of a conference: numbers, registrations to decide, the conference's texts."""

from collections.abc import Callable, Iterator
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Person
from conferences import conferences, queries, registrations
from conferences.forms import ConferenceForm, DecisionForm, NewConferenceForm, PlaceForm
from conferences.models import Conference, Registration, RegistrationState
from kit import csvfile
from kit.refusals import NotHere, Refused
from kit.rules import allows
from live.clock import wire

PAGE = 50
TABS = (
    RegistrationState.WAITING,
    RegistrationState.CONFIRMED,
    RegistrationState.DECLINED,
    RegistrationState.WITHDRAWN,
)

# What is added to a conference by its kind, and what is told then; lazy, since the language is the reader's.
_ADDED: dict[str, tuple[Callable[..., object], Callable[[], str]]] = {
    "room": (conferences.add_room, lambda: _("The room is added.")),
    "track": (conferences.add_track, lambda: _("The track is added.")),
}


def _organised(request: HttpRequest, slug: str) -> Conference:
    """Return the conference for its organiser; for anyone else there is no desk."""
    conference = queries.visible(request.user, slug)
    if not allows("conferences.organise", request.user, conference):
        raise NotHere
    return conference


@require_GET
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a conference in numbers, and the ways to its other desk pages."""
    conference = _organised(request, slug)
    context = {"conference": conference, "numbers": queries.numbers(conference)}
    return render(request, "conferences/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_registrations(request: HttpRequest, slug: str) -> HttpResponse:
    """Show registrations by state; confirm or decline one or many."""
    conference = _organised(request, slug)
    form = DecisionForm(conference, request.POST if request.method == "POST" else None)
    state, search = _asked(request)
    if form.is_bound and form.is_valid():
        _decide_all(request, conference, form)
        query = urlencode({"state": state, "q": search})
        address = reverse("conferences:desk_registrations", kwargs={"slug": slug})
        return redirect(f"{address}?{query}")
    found = queries.registrations(conference, state, search=search)
    page: Page[Registration] = Paginator(found, PAGE).get_page(request.GET.get("page"))
    numbers = queries.numbers(conference)
    context = {
        "conference": conference,
        "form": form,
        "page": page,
        "state": state,
        "search": search,
        "tabs": [(tab, getattr(numbers, tab)) for tab in TABS],
        "query": urlencode({"state": state, "q": search}),
    }
    status = 422 if form.errors else 200
    return render(request, "conferences/desk_registrations.html", context, status=status)


def _asked(request: HttpRequest) -> tuple[str, str]:
    state = request.GET.get("state", "")
    if state not in RegistrationState.values:
        state = RegistrationState.WAITING.value
    return state, request.GET.get("q", "").strip()[:100]


def _decide_all(request: HttpRequest, conference: Conference, form: DecisionForm) -> None:
    """Decide each by itself, so that one that can't be decided does not hold up the rest."""
    actor = cast("Person", request.user)
    path = reverse("conferences:detail", kwargs={"slug": conference.slug})
    address = request.build_absolute_uri(path)
    said = form.cleaned_data
    done = 0
    for row in said["registration"]:
        try:
            if said["decision"] == DecisionForm.CONFIRM:
                registrations.confirm(actor=actor, registration=row, address=address)
            else:
                reason = said["reason"]
                registrations.decline(actor=actor, registration=row, reason=reason, address=address)
            done += 1
        except Refused as refused:
            messages.warning(request, str(refused.text))
    if done:
        messages.success(request, _done(said["decision"], done))


def _done(decision: str, count: int) -> str:
    if decision == DecisionForm.CONFIRM:
        text = ngettext(
            "%(count)d registration is confirmed.", "%(count)d registrations are confirmed.", count
        )
    else:
        text = ngettext(
            "%(count)d registration is declined.", "%(count)d registrations are declined.", count
        )
    return text % {"count": count}


@require_GET
def desk_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the registrations of one state, as searched for, as a file for spreadsheets."""
    conference = _organised(request, slug)
    state, search = _asked(request)
    header = (
        _("Name"),
        _("E-mail"),
        _("Organisation"),
        _("Country"),
        _("Taking part"),
        _("May be listed"),
        _("State"),
        _("Registered at (UTC)"),
        _("Decided at (UTC)"),
        _("Reason"),
    )
    rows = _csv_rows(conference, state, search)
    response = HttpResponse(csvfile.write(header, rows), content_type="text/csv; charset=utf-8")
    name = f"{conference.slug}-{state}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv_rows(conference: Conference, state: str, search: str) -> Iterator[tuple[object, ...]]:
    for row in queries.registrations(conference, state, search=search):
        yield (
            row.person.name,
            row.person.email,
            row.organisation_name,
            row.person.country.name,
            row.get_attending_display(),
            _("yes") if row.is_listed else _("no"),
            row.get_state_display(),
            wire(row.registered_at),
            wire(row.decided_at) if row.decided_at else "",
            row.reason,
        )


@require_http_methods(["GET", "HEAD", "POST"])
def desk_places(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a conference's rooms and tracks, and add one more of either."""
    conference = _organised(request, slug)
    asked = request.POST.get("kind", "")
    forms = {
        kind: PlaceForm(request.POST if kind == asked else None, prefix=kind) for kind in _ADDED
    }
    form = forms.get(asked)
    if form and form.is_valid():
        add, told = _ADDED[asked]
        try:
            add(actor=cast("Person", request.user), conference=conference, name=form.names())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, told())
            return redirect("conferences:desk_places", slug=slug)
    context = {
        "conference": conference,
        "rooms": conference.rooms.all(),
        "tracks": conference.tracks.all(),
        "room_form": forms["room"],
        "track_form": forms["track"],
    }
    status = 422 if form and form.errors else 200
    return render(request, "conferences/desk_places.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_new(request: HttpRequest) -> HttpResponse:
    """Make a conference."""
    if not allows("conferences.organise", request.user):
        raise NotHere
    form = NewConferenceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actor = cast("Person", request.user)
            slug = form.cleaned_data.pop("slug")
            conferences.create(actor=actor, slug=slug, facts=form.facts())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The conference is made."))
            return redirect("conferences:desk", slug=slug)
    status = 422 if form.errors else 200
    return render(request, "conferences/desk_edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a conference's texts in both languages, its days and its doors."""
    conference = _organised(request, slug)
    form = ConferenceForm.of(conference, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actor = cast("Person", request.user)
            conferences.revise(actor=actor, conference=conference, facts=form.facts())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The conference is saved."))
            return redirect("conferences:desk", slug=slug)
    status = 422 if form.errors else 200
    context = {"conference": conference, "form": form}
    return render(request, "conferences/desk_edit.html", context, status=status)
