"""The pages on which news are written, changed, published and withdrawn."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from accounts.sign_ins import signed_in
from groups.models import Group
from groups.queries import group_at
from kit.refusals import NotHere, Refused
from kit.rules import allows
from portal.news import queries, stories
from portal.news.forms import ActForm, StoryForm
from portal.news.models import Standing, Story
from portal.news.stories import Clash
from portal.news.views import story_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write news of the programme."""
    return _new(request, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_of_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Write news of a group."""
    return _new(request, group_at(slug))


def _new(request: HttpRequest, group: Group | None) -> HttpResponse:
    person = signed_in(request)
    if not allows("news.write", person, group):
        raise NotHere
    data = request.POST if request.method == "POST" else None
    form = StoryForm.new(person.zone, get_language() or "en", data)
    _without_pin(form, person, group)
    if form.is_bound and form.is_valid():
        try:
            key: UUID | None = form.cleaned_data["key"]
            made = stories.write(actor=person, group=group, facts=form.facts(), key=key)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved as a draft. Nobody else reads it yet."))
            return redirect("news:story", made.slug)
    return _page(request, form, group=group)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, address: str) -> HttpResponse:
    """Change a story; who would write over somebody's newer text is shown both."""
    person, story = signed_in(request), _own(request, address)
    form = StoryForm.of(story, request.POST if request.method == "POST" else None)
    _without_pin(form, person, story.group)
    if form.is_bound and form.is_valid():
        try:
            edition = form.cleaned_data["edition"]
            stories.revise(actor=person, story=story, facts=form.facts(), edition=edition)
        except Clash as clash:
            return _clashed(request, form, clash, person)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("news:story", story.slug)
    return _page(request, form, group=story.group, story=story)


@login_required
@require_POST
def act(request: HttpRequest, address: str) -> HttpResponse:
    """Propose, publish, put back or withdraw a story."""
    person, story = signed_in(request), _own(request, address)
    form = ActForm(request.POST)
    if not form.is_valid():
        return story_page(request, story, form, 422)
    try:
        said = _acts()[form.cleaned_data["do"]](person, story, form)
    except Refused as refused:
        if refused.field is None:
            raise
        form.refuse(refused)
        return story_page(request, story, form, refused.status)
    messages.success(request, said)
    story.refresh_from_db()
    return redirect("news:index") if story.withdrawn_at else redirect("news:story", story.slug)


def _acts() -> dict[str, Callable[[Person, Story, ActForm], str]]:
    return {
        ActForm.PROPOSE: _propose,
        ActForm.HOLD: _hold,
        ActForm.PUBLISH: _publish,
        ActForm.SCHEDULE: _schedule,
        ActForm.WITHDRAW: _withdraw,
    }


def _propose(person: Person, story: Story, _form: ActForm) -> str:
    stories.propose(actor=person, story=story)
    return _("Proposed. The co-chairs decide whether it is published.")


def _hold(person: Person, story: Story, _form: ActForm) -> str:
    stories.hold(actor=person, story=story)
    return _("It is a draft again.")


def _publish(person: Person, story: Story, _form: ActForm) -> str:
    stories.publish(actor=person, story=story)
    return _("Published.")


def _schedule(person: Person, story: Story, form: ActForm) -> str:
    stories.publish(actor=person, story=story, at=form.hour(story.zone))
    return _("It will be published at its hour.")


def _withdraw(person: Person, story: Story, form: ActForm) -> str:
    stories.withdraw(actor=person, story=story, reason=form.cleaned_data["reason"])
    return _("Withdrawn. It is gone from all pages and feeds.")


def _own(request: HttpRequest, address: str) -> Story:
    """Return a story for who may change it; for anyone else there is no such page."""
    story = queries.story_at(request.user, address)
    if story.state == Standing.WITHDRAWN or not allows("news.revise", request.user, story):
        raise NotHere
    return story


def _without_pin(form: StoryForm, person: Person, group: Group | None) -> None:
    if not allows("news.pin", person, group):
        form.without_pin()


def _clashed(request: HttpRequest, form: StoryForm, clash: Clash, person: Person) -> HttpResponse:
    """Show what was typed with what stands now; saved again, it is saved over that knowingly."""
    data = request.POST.copy()
    data["edition"] = str(clash.story.edition)
    again = StoryForm.of(clash.story, data)
    _without_pin(again, person, clash.story.group)
    again.is_valid()
    again.refuse(clash)
    story, status = clash.story, clash.status
    return _page(request, again, group=story.group, story=story, theirs=story, status=status)


def _page(
    request: HttpRequest,
    form: StoryForm,
    *,
    group: Group | None,
    story: Story | None = None,
    theirs: Story | None = None,
    status: int = 0,
) -> HttpResponse:
    context = {"form": form, "group": group, "story": story, "theirs": theirs}
    return render(
        request, "news/write.html", context, status=status or (422 if form.errors else 200)
    )
