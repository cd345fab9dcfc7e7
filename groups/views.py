"""The pages of working groups: all of them, and one of them."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Person
from accounts.people import Shown, shown
from groups import groups, memberships, queries
from groups.documents.queries import documents_of
from groups.forms import AgreementForm, GroupForm
from groups.members import managed
from groups.models import Group, Membership
from groups.organisations.queries import own_application, waiting
from groups.posts.queries import posts_of
from groups.posts.queries import told as told_post
from groups.texts import Clash
from kit.refusals import NotHere, Refused
from kit.rules import allows

# How many posts and documents stand on a group's own page.
FEW = 3
# How many members and, of each side, organisations; the rest is a page of its own.
SOME = 3
PAGE = 50


@require_GET
def group_list(request: HttpRequest) -> HttpResponse:
    """Show all groups, named in both languages."""
    return render(request, "groups/list.html", {"cards": queries.cards()})


@require_GET
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a group: what it is about, who chairs it, and to its members who belongs to it."""
    group = queries.group_at(slug)
    may_see = allows("groups.see_members", request.user, group)
    listed, number, unlisted = _members(group, may_see=may_see)
    context = {
        "group": group,
        "seats": queries.seats(group),
        "membership": queries.membership_of(request.user, group),
        "may_see_members": may_see,
        "may_manage": allows("groups.manage", request.user, group),
        "listed": listed,
        "number": number,
        "unlisted": unlisted,
        **_belongings(request, group, may_contribute=may_see),
    }
    return render(request, "groups/detail.html", {**context, "folds": _folds(request, context)})


@login_required
@require_GET
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all members who agreed to be named, to members; for anyone else there is no such page."""
    group = queries.group_at(slug)
    if not allows("groups.see_members", request.user, group):
        raise NotHere
    rows = queries.members(group)
    page = Paginator(rows.filter(is_listed=True), PAGE).get_page(request.GET.get("page"))
    context = {
        "group": group,
        "page": page,
        "listed": [(shown(row.person), row) for row in page],
        "unlisted": rows.filter(is_listed=False).count(),
    }
    return render(request, "groups/people.html", context)


@require_GET
def organisations(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all member organisations, by name."""
    group = queries.group_at(slug)
    page = Paginator(queries.organisations_of(group), PAGE).get_page(request.GET.get("page"))
    return render(request, "groups/organisations.html", {"group": group, "page": page})


# What stands folded on a group's page, in its order: the id of each fold, its name, and its template.
_FOLDS = (
    ("work", gettext_lazy("What the group works on"), "groups/_work.html"),
    ("told", gettext_lazy("News, posts and documents"), "groups/_told.html"),
    ("people", gettext_lazy("Co-chairs, organisations, members"), "groups/_people.html"),
    ("mine", gettext_lazy("My membership and calendar"), "groups/_membership.html"),
)


@dataclass(frozen=True, slots=True)
class Fold:
    """Sections of the page that are behind one line, with what they are and how many people and papers."""

    place: str
    name: Any
    body: str
    index: list[tuple[str, str]]


def _folds(request: HttpRequest, context: dict[str, Any]) -> list[Fold]:
    """Return the folds that hold anything for this reader."""
    found = []
    for place, name, template in _FOLDS:
        body = render_to_string(template, context, request)
        if index := index_of(body):
            found.append(Fold(place, name, body, index))
    return found


def index_of(body: str) -> list[tuple[str, str]]:
    """Return what sections a body has, as (id, heading): apps above add theirs, so it is read from it."""
    found = re.findall(r'<h2 id="([\w-]+)"[^>]*>(.*?)</h2>', body, re.DOTALL)
    return [(place, unescape(strip_tags(heading)).strip()) for place, heading in found]


def _members(group: Group, *, may_see: bool) -> tuple[list[tuple[Shown, Membership]], int, int]:
    """Return the first members who agreed to be named, how many there are, and how many did not agree."""
    if not may_see:
        return [], 0, 0
    rows = queries.members(group)
    first = [(shown(row.person), row) for row in rows.filter(is_listed=True)[:SOME]]
    return first, rows.count(), rows.filter(is_listed=False).count()


def _belongings(request: HttpRequest, group: Group, *, may_contribute: bool) -> dict[str, Any]:
    """Return what of organisations, posts and documents stands on the group's own page."""
    may_manage = allows("groups.manage", request.user, group)
    return {
        "may_contribute": may_contribute,
        "houses": queries.houses(group, SOME),
        "posts": [told_post(post) for post in posts_of(group, request.user)[:FEW]],
        "documents": list(documents_of(group, request.user)[:FEW]),
        "application": own_application(request.user, group),
        "waiting": waiting(group).count() if may_manage else 0,
        "was_chair": queries.was_named_as_chair(request.user, group),
    }


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


@login_required
@require_POST
def be_named_no_more(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a former co-chair take back that records of their days name them."""
    actor = cast("Person", request.user)
    memberships.be_named_no_more(actor=actor, group=queries.group_at(slug))
    messages.success(request, _("Records of earlier meetings no longer name you as a co-chair."))
    return redirect("groups:detail", slug=slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Let co-chairs and organisers say what the group is, and what makes a quorum."""
    group = managed(request, slug)
    form = GroupForm.of(group, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _revise(request, group, form):
        messages.success(request, _("Saved."))
        return redirect("groups:detail", slug=slug)
    context = {"group": group, "form": form}
    status = 422 if form.errors else 200
    return render(request, "groups/settings.html", context, status=status)


def _revise(request: HttpRequest, group: Group, form: GroupForm) -> bool:
    said = form.said()
    edition = said.pop("edition")
    facts = groups.Facts(**said)
    try:
        groups.revise(actor=cast("Person", request.user), group=group, edition=edition, facts=facts)
    except Clash as clash:
        form.clash(clash, Group.objects.get(pk=group.pk))
        return False
    except Refused as refused:
        form.refuse(refused)
        return False
    return True
