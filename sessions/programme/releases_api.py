"""The REST door to the versions of an agenda: listed and read by who sees the conference, made by organisers."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Person
from conferences import queries as conference_queries
from conferences.models import Conference
from kit.bilingual import LANGUAGES
from sessions.models import Release
from sessions.programme import releases
from sessions.programme.releases import LONGEST_NAME, LONGEST_TEXT
from sessions.rules import demand_host


class ReleaseSerializer(serializers.ModelSerializer[Release]):
    """A version as lists show it; its text (Markdown) in both languages."""

    class Meta:
        model = Release
        fields: tuple[str, ...] = (
            "number",
            "name",
            "text_en",
            "text_ru",
            "source_language",
            "translation_state",
            "released_at",
            "edition",
            "sessions",
        )
        read_only_fields = fields


class ReleaseDetailSerializer(ReleaseSerializer):
    """A version with its changes: each session as it was and as it was released (null: not there)."""

    changes = serializers.JSONField(read_only=True)

    class Meta(ReleaseSerializer.Meta):
        fields = (*ReleaseSerializer.Meta.fields, "changes")
        read_only_fields = fields


class ToReleaseSerializer(serializers.Serializer[Any]):
    """The name under which the agenda is released as it stands, and what its organisers say of it."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    text_en = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    text_ru = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    source_language = serializers.ChoiceField(choices=LANGUAGES, default="en")


class WordsSerializer(serializers.Serializer[Any]):
    """New words of a version; what is left out stays. `edition` is the one that you have read."""

    edition = serializers.IntegerField(min_value=0)
    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    text_en = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    text_ru = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    source_language = serializers.ChoiceField(choices=LANGUAGES, required=False)
    is_translation_current = serializers.BooleanField(default=False)


@extend_schema_view(get=extend_schema(tags=["conferences"], operation_id="releases_list"))
class ReleaseList(generics.ListAPIView[Release]):
    """The versions of a conference's agenda, the latest first."""

    serializer_class = ReleaseSerializer
    queryset = Release.objects.none()

    def get_queryset(self) -> QuerySet[Release]:
        """Return them without what they list."""
        return releases.releases_of(_conference(self.request, self.kwargs["slug"])).defer(
            "snapshot", "changes"
        )

    @extend_schema(
        tags=["conferences"], request=ToReleaseSerializer, responses={201: ReleaseDetailSerializer}
    )
    def post(self, request: Request, slug: str) -> Response:
        """Release the agenda as it stands; for organisers."""
        conference = _conference(request, slug)
        demand_host("sessions.schedule", _person(request), conference)
        asked = ToReleaseSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        made = releases.release(
            actor=_person(request),
            conference=conference,
            name=said["name"],
            texts={code: said.get(f"text_{code}", "") for code, _name in LANGUAGES},
            source_language=said["source_language"],
        )
        return Response(ReleaseDetailSerializer(made).data, status=status.HTTP_201_CREATED)


class ReleaseDetail(APIView):
    """One version of a conference's agenda."""

    @extend_schema(tags=["conferences"], responses=ReleaseDetailSerializer)
    def get(self, request: Request, slug: str, number: int) -> Response:
        """Return it with all that it changed."""
        found = releases.release_at(_conference(request, slug), number)
        return Response(ReleaseDetailSerializer(found).data)

    @extend_schema(tags=["conferences"], request=WordsSerializer, responses=ReleaseDetailSerializer)
    def patch(self, request: Request, slug: str, number: int) -> Response:
        """Revise its words; for organisers. What it lists stays as it was announced."""
        conference = _conference(request, slug)
        demand_host("sessions.schedule", _person(request), conference)
        found = releases.release_at(conference, number)
        asked = WordsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        releases.reword(
            actor=_person(request),
            release=found,
            edition=said["edition"],
            name=said.get("name", found.name),
            texts={
                code: said.get(f"text_{code}", getattr(found, f"text_{code}"))
                for code, _name in LANGUAGES
            },
            source_language=said.get("source_language", found.source_language),
            is_translation_current=said["is_translation_current"],
        )
        return Response(ReleaseDetailSerializer(releases.release_at(conference, number)).data)


def _conference(request: Request, slug: str) -> Conference:
    return conference_queries.visible(request.user, slug)


def _person(request: Request) -> Person:
    return cast("Person", request.user)
