"""The pages on which news are read, followed, and the weekly letter is stopped."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Person
from accounts.sign_ins import signed_in
from groups.models import Group
from groups.queries import group_at
from kit.refusals import NotHere
from kit.rules import allows
from portal.news import following, queries
from portal.news.days import days_of
from portal.news.forms import ActForm, FollowForm
from portal.news.models import Kind, Standing, Story

# What RFC 8058 has a mail program send when its user presses "unsubscribe".
ONE_PRESS = ("List-Unsubscribe", "One-Click")


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the news of the programme and of all groups, or of one, or those in one language."""
    asked = request.GET.get("group", "")
    group = queries.group_named(asked)
    rows = queries.published(group)
    if asked == "programme":
        rows = rows.filter(group=None)
    context = {
        "groups": Group.objects.all(),
        "asked": asked if group or asked == "programme" else "",
        "drafts": list(queries.unpublished_for(request.user)[: queries.PAGE]),
        "may_write": queries.may_write_here(request.user, None),
        "follows": _follows(request, None),
        **_listed(request, rows),
    }
    return render(request, "news/index.html", context)


@never_cache
@require_safe
def group_news(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the news of one group, and to its members what waits to be published."""
    group = group_at(slug)
    context = {
        "group": group,
        "drafts": list(queries.unpublished_for(request.user, group)[: queries.PAGE]),
        "may_write": queries.may_write_here(request.user, group),
        "follows": _follows(request, group),
        **_listed(request, queries.published(group)),
    }
    return render(request, "news/group.html", context)


@never_cache
@require_safe
def story(request: HttpRequest, address: str) -> HttpResponse:
    """Show a piece of news; where one was withdrawn, that it was."""
    found = queries.story_at(request.user, address)
    if found.state == Standing.WITHDRAWN:
        return render(request, "news/withdrawn.html", {"story": found}, status=410)
    return story_page(request, found)


def story_page(
    request: HttpRequest, found: Story, form: ActForm | None = None, status: int = 200
) -> HttpResponse:
    """Show a story with what its reader may do with it."""
    may_revise = allows("news.revise", request.user, found)
    form = form or ActForm()
    # Only the button beside it sends it.
    form.fields["at"].required = True
    context = {
        "story": found,
        "days": days_of(found),
        "is_over": found.is_announcement and not queries.is_of_use(found),
        "about": queries.about(found, request.user),
        "may_revise": may_revise,
        "may_publish": may_revise and allows("news.publish", request.user, found.group),
        "form": form,
    }
    return render(request, "news/story.html", context, status=status)


@login_required
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Follow a group or the programme, or don't any more; have the weekly letter, or none."""
    form = FollowForm(request.POST)
    if not form.is_valid():
        raise NotHere
    person, said = signed_in(request), form.cleaned_data
    if said["what"] == FollowForm.LETTER:
        following.choose_letter(actor=person, is_on=said["is_on"])
    else:
        following.choose(actor=person, group=said["group"], is_on=said["is_on"])
    messages.success(request, _done(said["what"], is_on=said["is_on"]))
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if safe else "accounts:me")


# A mail program's press brings no token of our page; it says what the standard has it say, and what
# the address allows is little. Any other press is one of our own page and is held to its token.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Stop the weekly letter of who was sent this address; nobody has to sign in for that."""
    name, value = ONE_PRESS
    if request.method == "POST" and request.POST.get(name) == value:
        following.stop(key=key)
        return HttpResponse(status=204)
    return _stop(request, key)


@never_cache
@csrf_protect
def _stop(request: HttpRequest, key: str) -> HttpResponse:
    following.owner_of(key)
    is_done = request.method == "POST"
    if is_done:
        following.stop(key=key)
    answer = render(request, "news/stop.html", {"is_done": is_done})
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _done(what: str, *, is_on: bool) -> str:
    if what == FollowForm.LETTER:
        return _("You will get the weekly letter.") if is_on else _("No more weekly letters.")
    return _("You follow this.") if is_on else _("You do not follow this any more.")


def _follows(request: HttpRequest, group: Group | None) -> bool | None:
    """Say whether the reader follows it; nothing for who is not signed in."""
    return following.follows(request.user, group) if isinstance(request.user, Person) else None


def _listed(request: HttpRequest, rows: QuerySet[Story]) -> dict[str, object]:
    """Return a page of stories as the address asks for them."""
    language, kind = request.GET.get("lang", ""), request.GET.get("kind", "")
    found = queries.of_kind(queries.in_language(rows, language), kind)
    page: Page[Story] = Paginator(found, queries.PAGE).get_page(request.GET.get("page"))
    return {"page": page, "language": language, "kind": kind, "kinds": Kind.choices}
