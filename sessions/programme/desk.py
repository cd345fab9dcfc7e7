"""The organisers' pages for a whole programme: releases, warnings, and the next conference from the last."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Person
from conferences import queries as conference_queries
from conferences.models import Conference
from kit.refusals import NotHere, Refused
from kit.rules import allows
from sessions.programme import clashes, releases, snapshots
from sessions.programme.change_words import parts
from sessions.programme.copying import copy_conference
from sessions.programme.forms import CopyForm, ReleaseForm, WordsForm
from sessions.rules import demand_host

# Changes on a page of one release or of what is not released yet; of each release on the page of all.
PAGE = 100
FIRST_CHANGES = 30
# Releases on a page, and warnings.
RELEASES = 10
WARNINGS = 100


@gzip_page
@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everyone the versions of the agenda, the latest first, with what each has changed."""
    conference = conference_queries.visible(request.user, slug)
    page = Paginator(releases.releases_of(conference), RELEASES).get_page(request.GET.get("page"))
    shown = []
    for release in page.object_list:
        found = snapshots.changes(release.changes)
        shown.append((release, parts(found[:FIRST_CHANGES], conference.zone), len(found)))
    context = {
        "conference": conference,
        "page": page,
        "releases": shown,
        "first": FIRST_CHANGES,
        "is_organiser": allows("sessions.schedule", request.user, conference),
    }
    return render(request, "sessions/changes.html", context)


@gzip_page
@require_safe
def release(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show all that one version of the agenda has changed."""
    conference = conference_queries.visible(request.user, slug)
    found = releases.release_at(conference, number)
    listed = snapshots.changes(found.changes)
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "conference": conference,
        "release": found,
        "count": len(listed),
        "page": page,
        "parts": parts(page.object_list, conference.zone),
        "is_organiser": allows("sessions.schedule", request.user, conference),
    }
    return render(request, "sessions/release.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_releases(request: HttpRequest, slug: str) -> HttpResponse:
    """Show organisers what is not released yet, and release it under a name."""
    conference = _organised(request, slug)
    form = ReleaseForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        try:
            made = releases.release(
                actor=cast("Person", request.user),
                conference=conference,
                name=form.cleaned_data["name"],
                texts=form.texts(),
                source_language=form.cleaned_data["source_language"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            text = _("Version %(name)s of the agenda is released.") % {"name": made.name}
            messages.success(request, text)
            return redirect("sessions:changes", slug=slug)
    last = releases.last_release(conference)
    waiting = releases.unreleased(conference)
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    context = {
        "conference": conference,
        "form": form or ReleaseForm.after(last),
        "last": last,
        "count": len(waiting),
        "page": page,
        "parts": parts(page.object_list, conference.zone),
    }
    status = 422 if form and form.errors else 200
    return render(request, "sessions/desk_releases.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Revise the name and the text of a version; over somebody else's newer ones only after a look."""
    conference = _organised(request, slug)
    found = releases.release_at(conference, number)
    form = WordsForm.of(found, request.POST if request.method == "POST" else None)
    theirs = None
    if form.is_bound and form.is_valid():
        try:
            releases.reword(
                actor=cast("Person", request.user), release=found, texts=form.texts(), **form.said()
            )
        except Refused as refused:
            form.refuse(refused)
            if refused.code == "release.overtaken":
                theirs = releases.release_at(conference, number)
                form.look_again(theirs)
        else:
            messages.success(
                request, _("The words are saved; what the version lists is unchanged.")
            )
            return redirect("sessions:release", slug=slug, number=number)
    context = {"conference": conference, "release": found, "form": form, "theirs": theirs}
    status = 422 if form.errors else 200
    return render(request, "sessions/desk_words.html", context, status=status)


@login_required
@require_safe
def desk_warnings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show organisers all that clashes at a conference."""
    conference = _organised(request, slug)
    found = clashes.of_conference(conference, cast("Person", request.user))
    page = Paginator(found, WARNINGS).get_page(request.GET.get("page"))
    context = {"conference": conference, "count": len(found), "page": page}
    return render(request, "sessions/desk_warnings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the next conference from this one."""
    conference = _organised(request, slug)
    form = CopyForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        said = form.cleaned_data
        try:
            made = copy_conference(
                actor=cast("Person", request.user),
                conference=conference,
                slug=said["slug"],
                title=form.titles(),
                starts_on=said["starts_on"],
                with_stages=said["with_stages"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            text = _("The copy is made. Nobody sees it until you open it to everyone.")
            messages.success(request, text)
            return redirect("conferences:desk", slug=made.slug)
    context = {"conference": conference, "form": form or CopyForm.of(conference)}
    status = 422 if form and form.errors else 200
    return render(request, "sessions/copy.html", context, status=status)


def _organised(request: HttpRequest, slug: str) -> Conference:
    conference = conference_queries.visible(request.user, slug)
    if not isinstance(request.user, Person):
        raise NotHere
    demand_host("sessions.schedule", request.user, conference)
    return conference
