"""The REST door to applications: each address ends in the verb that the page's form ends in."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Person
from accounts.sign_ins import signed_in
from grants import applications, budgets, partners, queries, signing
from grants.api import ApplicationSerializer
from grants.applications import Head
from grants.budgets import Line
from grants.models import Application, SectionKind
from grants.shapes import (
    BudgetSerializer,
    HeadSerializer,
    HouseSerializer,
    MadeSerializer,
    NewInvitationSerializer,
    SectionTextSerializer,
    SignatureSerializer,
    both,
    made_of,
    read,
)
from kit.refusals import NotHere


def _own(request: Request, pk: UUID) -> tuple[Person, Application]:
    actor = signed_in(request)
    return actor, queries.application_at(actor, pk)


def _told(request: Request, application: Application) -> Response:
    application.refresh_from_db()
    return Response(ApplicationSerializer(application, context={"request": request}).data)


class Beginning(APIView):
    """Begin an application under a call."""

    @extend_schema(
        operation_id="grants_application_start", request=HouseSerializer, responses=MadeSerializer
    )
    def post(self, request: Request, slug: str) -> Response:
        actor = signed_in(request)
        found = queries.call_at(actor, slug)
        said = read(HouseSerializer, request)
        return made_of(applications.start(actor=actor, call=found, **said))


class HeadText(APIView):
    """Write titles, summaries, theme and period."""

    @extend_schema(
        operation_id="grants_head_write", request=HeadSerializer, responses=ApplicationSerializer
    )
    def put(self, request: Request, pk: UUID) -> Response:
        actor, found = _own(request, pk)
        said = read(HeadSerializer, request)
        edition = said.pop("edition")
        texts: dict[str, Any] = {name: both(said, name) for name in ("title", "summary")}
        head = Head(**texts, **said)
        applications.write_head(actor=actor, application=found, edition=edition, head=head)
        return _told(request, found)


class SectionText(APIView):
    """Write one section."""

    @extend_schema(
        operation_id="grants_section_write",
        request=SectionTextSerializer,
        responses=ApplicationSerializer,
    )
    def put(self, request: Request, pk: UUID, kind: str) -> Response:
        actor, found = _own(request, pk)
        if kind not in SectionKind.values:
            raise NotHere
        said = read(SectionTextSerializer, request)
        text = both(said, "text")
        applications.write_section(actor=actor, application=found, kind=kind, text=text, **said)
        return _told(request, found)


class Budget(APIView):
    """Write the budget, all lines at once."""

    @extend_schema(
        operation_id="grants_budget_write",
        request=BudgetSerializer,
        responses=ApplicationSerializer,
    )
    def put(self, request: Request, pk: UUID) -> Response:
        actor, found = _own(request, pk)
        said = read(BudgetSerializer, request)
        lines = [Line(**each) for each in said["lines"]]
        budgets.write(actor=actor, application=found, edition=said["edition"], lines=lines)
        return _told(request, found)


class NewInvitation(APIView):
    """Invite a partner by their address."""

    @extend_schema(
        operation_id="grants_partner_invite",
        request=NewInvitationSerializer,
        responses=MadeSerializer,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor, found = _own(request, pk)
        said = read(NewInvitationSerializer, request)
        return made_of(partners.invite(actor=actor, application=found, **said))


class Acceptance(APIView):
    """Accept an invitation for one's organisation."""

    @extend_schema(
        operation_id="grants_invitation_accept", request=HouseSerializer, responses=MadeSerializer
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor = signed_in(request)
        row = queries.invitation_for(actor, pk)
        said = read(HouseSerializer, request)
        return made_of(partners.accept(actor=actor, invitation=row, **said))


class Refusal(APIView):
    """Decline an invitation."""

    @extend_schema(operation_id="grants_invitation_decline", request=None, responses={204: None})
    def post(self, request: Request, pk: UUID) -> Response:
        actor = signed_in(request)
        partners.decline(actor=actor, invitation=queries.invitation_for(actor, pk))
        return Response(status=204)


class Signature(APIView):
    """Sign an edition; the last signature hands the application in."""

    @extend_schema(
        operation_id="grants_application_sign",
        request=SignatureSerializer,
        responses=ApplicationSerializer,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor, found = _own(request, pk)
        said = read(SignatureSerializer, request)
        signing.sign(actor=actor, application=found, **said)
        return _told(request, found)


class Submission(APIView):
    """Hand an application in."""

    @extend_schema(
        operation_id="grants_application_submit", request=None, responses=ApplicationSerializer
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor, found = _own(request, pk)
        signing.submit(actor=actor, application=found)
        return _told(request, found)


class Giving(APIView):
    """Withdraw an application."""

    @extend_schema(
        operation_id="grants_application_withdraw", request=None, responses=ApplicationSerializer
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor, found = _own(request, pk)
        applications.withdraw(actor=actor, application=found)
        return _told(request, found)
