"""The REST door to a group's member organisations, and to applying."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import OrganisationSerializer
from accounts.models import Organisation
from accounts.sign_ins import signed_in
from groups import queries
from groups.organisations import applications
from groups.organisations.models import Application


class GroupApplicationSerializer(serializers.ModelSerializer[Application]):
    """An application as the person sees it who made it."""

    organisation = OrganisationSerializer()

    class Meta:
        model = Application
        fields: ClassVar[list[str]] = [
            "id", "organisation", "note", "note_language", "state", "applied_at", "decided_at",
            "reason",
        ]  # fmt: skip


class ApplyingSerializer(serializers.Serializer[Any]):
    """Why one applies, on behalf of the organisation that one's profile names."""

    note = serializers.CharField(max_length=applications.LONGEST_NOTE)


class GroupOrganisations(generics.ListAPIView[Organisation]):
    """The organisations that belong to a group now, by name."""

    serializer_class = OrganisationSerializer

    def get_queryset(self) -> QuerySet[Organisation]:
        return queries.organisations_of(queries.group_at(self.kwargs["slug"]))

    @extend_schema(operation_id="groups_organisations_list", tags=["groups"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List them, a page at a time."""
        return self.list(request, *args, **kwargs)


class GroupApplications(APIView):
    """Applying to a group on behalf of one's organisation; one's own applications, and nobody else's."""

    @extend_schema(
        operation_id="groups_applications_list",
        responses=GroupApplicationSerializer(many=True),
        tags=["groups"],
    )
    def get(self, request: Request, slug: str) -> Response:
        """Return what one has applied for in this group, the last first."""
        group = queries.group_at(slug)
        mine = group.applications.filter(person=signed_in(request))
        rows = mine.select_related("organisation").order_by("-applied_at")[:50]
        return Response(GroupApplicationSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="groups_applications_create",
        request=ApplyingSerializer,
        responses={201: GroupApplicationSerializer},
        tags=["groups"],
    )
    def post(self, request: Request, slug: str) -> Response:
        """Apply; a co-chair answers, and the answer is mailed."""
        said = ApplyingSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        made = applications.apply(
            actor=signed_in(request), group=queries.group_at(slug), **said.validated_data
        )
        return Response(GroupApplicationSerializer(made).data, status=201)
