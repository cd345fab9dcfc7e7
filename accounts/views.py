"""A person's own page, and the doors that allauth does not bring."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import demonstration, people
from accounts.forms import ProfileForm
from accounts.models import Person
from accounts.people import ProfileChanges
from accounts.sign_ins import signed_in
from kit.refusals import Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show a person their profile and what they take part in; change the profile."""
    person = signed_in(request)
    if request.method != "POST":
        return _profile(request, person, ProfileForm.of(person))
    form = ProfileForm.of(person, request.POST)
    if not form.is_valid():
        return _profile(request, person, form, status=422)
    # How to be shown is said each time: who leaves it as it is has chosen it all the same.
    said = {name: form.cleaned_data[name] for name in ("shown_as", *form.changed_data)}
    changes = cast("ProfileChanges", said)
    if "preview" in request.POST:
        return _profile(request, person, form, changes)
    try:
        revised = people.revise_profile(actor=person, **changes)
    except Refused as refused:
        form.refuse(refused)
        return _profile(request, person, form, changes, status=refused.status)
    return _saved(revised, switched="language" in changes, request=request)


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sign-ins of the person, this browser's too."""
    people.sign_out_everywhere(actor=signed_in(request))
    messages.success(request, _("You are signed out everywhere."))
    return redirect("accounts:sign_in")


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a person of the demonstration, without a code; only they have this door."""
    person = demonstration.person_behind(request.POST.get("email", ""))
    login(request, person, backend="accounts.backends.RuleBackend")
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if safe else settings.LOGIN_REDIRECT_URL)


def _profile(
    request: HttpRequest,
    person: Person,
    form: ProfileForm,
    changes: ProfileChanges | None = None,
    status: int = 200,
) -> HttpResponse:
    options = form.options(people.previews(person, changes or {}))
    context = {"form": form, "person": person, "options": options}
    return render(request, "accounts/me.html", context, status=status)


def _saved(person: Person, *, switched: bool, request: HttpRequest) -> HttpResponse:
    response = redirect("accounts:me")
    if switched:
        # The newest wish counts: a language chosen here outlives the switch used before.
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            person.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
    with translation.override(person.language):
        messages.success(request, str(_("Your profile is saved.")))
    return response
