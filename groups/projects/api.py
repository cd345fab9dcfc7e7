"""The REST door to joint projects: those that one may see, their groups and organisations."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers

from accounts.api import OrganisationSerializer
from groups.models import Group
from groups.projects import queries
from groups.projects.models import Partner, Project


class PartnerSerializer(serializers.ModelSerializer[Partner]):
    """A group's part in a project, and what it answered."""

    group: "serializers.SlugRelatedField[Group]" = serializers.SlugRelatedField(
        slug_field="slug", read_only=True
    )

    class Meta:
        model = Partner
        fields = ("group", "answer", "is_proposer", "answered_at")
        read_only_fields = fields


class ProjectSerializer(serializers.ModelSerializer[Project]):
    """A joint project; its plan is at `/api/v1/plans/<id>/` under the same id."""

    partners = PartnerSerializer(many=True, read_only=True)
    organisations = OrganisationSerializer(many=True, read_only=True)

    class Meta:
        model = Project
        fields = (
            "id",
            "title_en",
            "title_ru",
            "about_en",
            "about_ru",
            "source_language",
            "translation_state",
            "state",
            "reason",
            "proposed_at",
            "joint_since",
            "partners",
            "organisations",
        )
        read_only_fields = fields


@extend_schema_view(get=extend_schema(tags=["groups"], operation_id="projects_list"))
class ProjectList(generics.ListAPIView[Project]):
    """The joint projects, and proposals that concern your groups, the latest first."""

    serializer_class = ProjectSerializer
    queryset = Project.objects.none()

    def get_queryset(self) -> QuerySet[Project]:
        return queries.with_partners(queries.visible_to(self.request.user))


@extend_schema_view(get=extend_schema(tags=["groups"], operation_id="projects_retrieve"))
class ProjectDetail(generics.RetrieveAPIView[Project]):
    """One joint project."""

    serializer_class = ProjectSerializer

    def get_object(self) -> Project:
        return queries.project_at(self.request.user, self.kwargs["project_id"])
