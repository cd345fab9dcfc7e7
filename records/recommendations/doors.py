"""What the working pages share: whose draft it is, and how a refusal comes back to who asked."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import Person
from accounts.sign_ins import signed_in
from kit.forms import RefusableForm
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from records.recommendations import attempts, queries
from records.recommendations.models import Paragraph, Recommendation


def entered(request: HttpRequest, number: int) -> tuple[Recommendation, Person]:
    """Return the draft at an address and who asks, if they may see it."""
    person = signed_in(request)
    return queries.draft_for(person, number), person


def demand(name: str, person: Person, recommendation: Recommendation) -> None:
    """Refuse the page to who may see the draft and not do this."""
    if not allows(name, person, recommendation):
        raise Forbidden


def paragraph_at(request: HttpRequest, recommendation: Recommendation, pk: UUID) -> Paragraph:
    """Return a paragraph of the draft; what is sent about one that was taken out meanwhile, the verb refuses."""
    found = recommendation.paragraphs.filter(pk=pk).first()
    if found is None or (found.removed_at is not None and request.method != "POST"):
        raise NotHere
    return found


def done(
    form: RefusableForm, person: Person, recommendation: Recommendation, act: Callable[[], object]
) -> bool:
    """Do it; a refusal goes into the form, what was typed stays, an attempt on an adopted text is noted."""
    try:
        with attempts.noted(person, recommendation):
            act()
    except (NotHere, Forbidden):
        raise
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def pressed(
    request: HttpRequest,
    recommendation: Recommendation,
    act: Callable[[], object],
    told: str = "",
    *,
    at: str = "",
) -> HttpResponse:
    """Do what a button is for and go back to the draft; a refusal is told there."""
    try:
        with attempts.noted(signed_in(request), recommendation):
            act()
    except (NotHere, Forbidden):
        raise
    except Refused as refused:
        messages.error(request, str(refused.text))
    else:
        if told:
            messages.success(request, told)
    answer = redirect("records:recommendation_draft", recommendation.number)
    if at:
        answer["Location"] += at
    return answer
