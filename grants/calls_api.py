"""The REST door to calls and decisions: each address ends in the verb that the page's form ends in."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Person
from accounts.sign_ins import signed_in
from grants import calls, decisions, queries, reviews
from grants.api import CallSerializer
from grants.calls import CallFacts
from grants.decisions import Verdict
from grants.models import Application
from grants.shapes import (
    CallRevisionSerializer,
    DecisionReleaseSerializer,
    MadeSerializer,
    NewCallSerializer,
    NewCriterionSerializer,
    NewReviewerSerializer,
    VerdictSerializer,
    WithdrawalSerializer,
    both,
    made_of,
    read,
)
from kit.refusals import NotHere
from kit.rules import allows


def _facts(said: dict[str, Any]) -> CallFacts:
    texts: dict[str, Any] = {name: both(said, name) for name in ("title", "text", "rules")}
    return CallFacts(**texts, **said)


def _organised(request: Request, slug: str) -> tuple[Person, Any]:
    actor = signed_in(request)
    found = queries.call_at(actor, slug)
    if not allows("grants.organise", actor, found):
        raise NotHere
    return actor, found


def _own(request: Request, pk: UUID) -> tuple[Person, Application]:
    actor = signed_in(request)
    return actor, queries.application_at(actor, pk)


class NewCall(APIView):
    """Write a call."""

    @extend_schema(
        operation_id="grants_call_create", request=NewCallSerializer, responses=MadeSerializer
    )
    def post(self, request: Request) -> Response:
        actor = signed_in(request)
        if not allows("grants.organise", actor):
            raise NotHere
        said = read(NewCallSerializer, request)
        slug = said.pop("slug")
        return made_of(calls.create(actor=actor, slug=slug, facts=_facts(said)))


class CallRevision(APIView):
    """Change a call."""

    @extend_schema(
        operation_id="grants_call_revise", request=CallRevisionSerializer, responses=CallSerializer
    )
    def put(self, request: Request, slug: str) -> Response:
        actor, found = _organised(request, slug)
        said = read(CallRevisionSerializer, request)
        edition = said.pop("edition")
        made = calls.revise(actor=actor, call=found, edition=edition, facts=_facts(said))
        return Response(CallSerializer(made).data)


class Publication(APIView):
    """Publish a call."""

    @extend_schema(operation_id="grants_call_publish", request=None, responses=CallSerializer)
    def post(self, request: Request, slug: str) -> Response:
        actor, found = _organised(request, slug)
        return Response(CallSerializer(calls.publish(actor=actor, call=found)).data)


class Withdrawal(APIView):
    """Take a call back."""

    @extend_schema(
        operation_id="grants_call_withdraw", request=WithdrawalSerializer, responses=CallSerializer
    )
    def post(self, request: Request, slug: str) -> Response:
        actor, found = _organised(request, slug)
        said = read(WithdrawalSerializer, request)
        return Response(CallSerializer(calls.withdraw(actor=actor, call=found, **said)).data)


class NewCriterion(APIView):
    """Add a criterion."""

    @extend_schema(
        operation_id="grants_criterion_add",
        request=NewCriterionSerializer,
        responses=MadeSerializer,
    )
    def post(self, request: Request, slug: str) -> Response:
        actor, found = _organised(request, slug)
        said = read(NewCriterionSerializer, request)
        name = both(said, "name")
        return made_of(calls.add_criterion(actor=actor, call=found, name=name, **said))


class NewReviewer(APIView):
    """Appoint a reviewer."""

    @extend_schema(
        operation_id="grants_reviewer_appoint",
        request=NewReviewerSerializer,
        responses=MadeSerializer,
    )
    def post(self, request: Request, slug: str) -> Response:
        actor, found = _organised(request, slug)
        said = read(NewReviewerSerializer, request)
        return made_of(reviews.appoint(actor=actor, call=found, **said))


class Releases(APIView):
    """Release decisions."""

    @extend_schema(
        operation_id="grants_decisions_release",
        request=DecisionReleaseSerializer,
        responses=MadeSerializer(many=True),
    )
    def post(self, request: Request, slug: str) -> Response:
        actor, found = _organised(request, slug)
        wanted = read(DecisionReleaseSerializer, request).get("applications")
        chosen = None
        if wanted is not None:
            rows = queries.applications_visible_to(actor).filter(call=found)
            chosen = list(rows.filter(pk__in=wanted))
        told = decisions.release(actor=actor, call=found, applications=chosen)
        return Response([{"id": str(each.pk)} for each in told])


class NewDecision(APIView):
    """Take a decision; it is told when it is released."""

    @extend_schema(
        operation_id="grants_application_decide",
        request=VerdictSerializer,
        responses=MadeSerializer,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor, found = _own(request, pk)
        said = read(VerdictSerializer, request)
        reason = both(said, "reason")
        verdict = Verdict(reason=reason, **said)
        return made_of(decisions.decide(actor=actor, application=found, verdict=verdict))
