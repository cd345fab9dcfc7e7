"""One exception, and the words that every door makes of it."""

import json
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation
from rest_framework import exceptions
from rest_framework.views import APIView

from kit.api import answer_refusal
from kit.forms import RefusableForm
from kit.middleware import RefusalMiddleware
from kit.refusals import Forbidden, NotHere, Refused

TOO_LONG = Refused("text.too_long", "Write less.", field="text", retry_in=1.26)


def middleware() -> RefusalMiddleware:
    return RefusalMiddleware(lambda _request: HttpResponse())


def answered(request: HttpRequest, error: Exception) -> HttpResponse:
    answer = middleware().process_exception(request, error)
    assert answer is not None
    return answer


def test_a_refusal_as_json_has_what_is_known() -> None:
    assert TOO_LONG.as_json() == {
        "code": "text.too_long",
        "text": "Write less.",
        "field": "text",
        "retry_in": 1.3,
    }
    assert Refused("a.b", "C").as_json() == {"code": "a.b", "text": "C"}


def test_what_may_not_be_known_is_a_404_and_the_forbidden_a_403() -> None:
    assert (NotHere().status, NotHere().code) == (404, "not_found")
    assert (Forbidden().status, Forbidden().code) == (403, "forbidden")


def test_programs_get_json_and_the_status(rf: RequestFactory) -> None:
    for request in (rf.get("/api/v1/x/"), rf.get("/x/", headers={"accept": "application/json"})):
        answer = answered(request, TOO_LONG)
        assert answer.status_code == 409
        assert json.loads(answer.content) == TOO_LONG.as_json()


def test_a_bug_is_left_to_django(rf: RequestFactory) -> None:
    assert middleware().process_exception(rf.get("/"), ValueError()) is None


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (TOO_LONG, 409, TOO_LONG.as_json()),
        (
            exceptions.ValidationError({"zone": ["No zone."]}),
            400,
            {"code": "invalid.invalid", "text": "No zone.", "field": "zone"},
        ),
        (exceptions.ValidationError("Odd."), 400, {"code": "invalid.invalid", "text": "Odd."}),
        (
            exceptions.ValidationError({"people": [{}, {"name": ["Too long."]}]}),
            400,
            {"code": "invalid.invalid", "text": "Too long.", "field": "people"},
        ),
        (
            exceptions.NotAuthenticated(),
            401,
            {
                "code": "not_authenticated",
                "text": "Authentication credentials were not provided.",
            },
        ),
    ],
)
def test_the_rest_door_answers_in_one_shape(
    error: Exception, status: int, told: dict[str, Any]
) -> None:
    answer = answer_refusal(error, {"view": APIView()})
    assert answer is not None
    assert (answer.status_code, answer.data) == (status, told)


def test_the_rest_door_leaves_a_bug_alone() -> None:
    assert answer_refusal(ValueError(), {}) is None


def test_a_form_shows_a_refusal_at_its_field_or_above() -> None:
    class Question(RefusableForm):
        text = forms.CharField()

    form = Question({"text": "Why?"})
    assert form.is_valid()
    form.refuse(TOO_LONG)
    form.refuse(Refused("session.ended", "It has ended.", field="elsewhere"))
    assert form.errors == {"text": ["Write less."], "__all__": ["It has ended."]}


def test_a_refusal_is_told_in_the_language_in_which_it_is_shown() -> None:
    with translation.override("ru"):
        raised = NotHere()
    with translation.override("en"):
        assert raised.as_json()["text"] == "There is nothing here for you."
