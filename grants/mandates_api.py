"""The REST door to mandates: who may sign for whom, asked and answered."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import OrganisationSerializer, ShownSerializer
from accounts.people import shown
from accounts.sign_ins import signed_in
from grants import mandates, queries
from grants.models import Mandate, MandateState
from grants.shapes import MadeSerializer, made_of, read


class MandateSerializer(serializers.ModelSerializer[Mandate]):
    """Somebody's word that they act for an organisation, and what the organisers found."""

    organisation = OrganisationSerializer()
    person = serializers.SerializerMethodField()

    class Meta:
        model = Mandate
        fields: tuple[str, ...] = (
            "id", "organisation", "person", "country", "proof", "proof_language", "state",
            "asked_at", "decided_at", "reason",
        )  # fmt: skip

    def get_person(self, mandate: Mandate) -> dict[str, Any]:
        return ShownSerializer(shown(mandate.person)).data


class ProofSerializer(serializers.Serializer[Any]):
    """How the organisers can check it."""

    proof = serializers.CharField(max_length=4000)


class ReasonSerializer(serializers.Serializer[Any]):
    """Why it is not confirmed, or not any more."""

    reason = serializers.CharField(max_length=1000)


class MandateList(generics.ListAPIView[Mandate]):
    """One's own questions who acts for whom; for organisers all, those that wait first."""

    serializer_class = MandateSerializer

    def get_queryset(self) -> QuerySet[Mandate]:
        rows = queries.mandates_visible_to(self.request.user)
        return rows.order_by("-state", "asked_at", "id")


class NewMandate(APIView):
    """Ask the organisers to confirm that one acts for one's organisation."""

    @extend_schema(
        operation_id="grants_mandate_ask", request=ProofSerializer, responses=MadeSerializer
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor = signed_in(request)
        found = queries.application_at(actor, pk)
        said = read(ProofSerializer, request)
        return made_of(mandates.ask(actor=actor, application=found, **said))


class Confirmation(APIView):
    """Confirm it."""

    @extend_schema(operation_id="grants_mandate_confirm", request=None, responses=MandateSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        actor = signed_in(request)
        found = queries.mandate_at(actor, pk)
        return Response(MandateSerializer(mandates.confirm(actor=actor, mandate=found)).data)


class Disavowal(APIView):
    """Don't confirm it, or take the confirmation back."""

    @extend_schema(
        operation_id="grants_mandate_refuse", request=ReasonSerializer, responses=MandateSerializer
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor = signed_in(request)
        found = queries.mandate_at(actor, pk)
        act = mandates.end if found.state == MandateState.CONFIRMED else mandates.refuse
        made = act(actor=actor, mandate=found, **read(ReasonSerializer, request))
        return Response(MandateSerializer(made).data)
