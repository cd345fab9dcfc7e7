"""The question before the first entry: what shall the others see of you? Asked by the room's page.

The answer holds for all sessions. Who came in by a link in a mail gives the first one only; to change
it, they sign in as for all that is the account's.
"""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import confined, people
from accounts.forms import EntryForm
from accounts.people import ProfileChanges
from accounts.sign_ins import signed_in
from kit.refusals import Refused
from live import rooms
from live.streams import Room
from sessions.models import Session, State


def is_due(request: HttpRequest, session: Session) -> bool:
    """Say whether who is about to enter has yet to choose; what is over can be read without."""
    is_over = session.state in {State.ENDED, State.CANCELLED}
    return not is_over and signed_in(request).shown_chosen_at is None


def ask(request: HttpRequest, session: Session) -> HttpResponse:
    """Show the question in place of the room."""
    return _page(request, session, EntryForm.of(signed_in(request)))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take the answer and go on into the room; who has answered before may change it here."""
    room = Room("session", str(session_id))
    session = cast("Session", rooms.admitted(room, request.user)[0])
    person = signed_in(request)
    # Judged when it is answered: the link was followed before.
    if confined.is_confined(request) and person.shown_chosen_at is not None:
        return redirect_to_login(request.path, reverse("accounts:sign_in"))
    if request.method != "POST":
        return ask(request, session)
    form = EntryForm.of(person, request.POST)
    if not form.is_valid():
        return _page(request, session, form, status=422)
    if "preview" in request.POST:
        return _page(request, session, form, cast("ProfileChanges", form.cleaned_data))
    try:
        people.revise_profile(actor=person, **form.changes())
    except Refused as refused:
        form.refuse(refused)
        changes = cast("ProfileChanges", form.cleaned_data)
        return _page(request, session, form, changes, status=refused.status)
    return HttpResponseRedirect(reverse("sessions:detail", args=[session.pk]), status=303)


def _page(
    request: HttpRequest,
    session: Session,
    form: EntryForm,
    changes: ProfileChanges | None = None,
    status: int = 200,
) -> HttpResponse:
    person = signed_in(request)
    context = {
        "session": session,
        "form": form,
        "options": form.options(people.previews(person, changes or {})),
        "is_first": person.shown_chosen_at is None,
    }
    return render(request, "sessions/entry.html", context, status=status)
