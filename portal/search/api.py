"""The REST door to the search: what the holder of the token, or nobody, may see."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kit import finding
from portal.search import queries
from portal.search.queries import Found, Hit, Kind
from portal.search.views import page_of
from portal.search.words import question


class HitSerializer(serializers.Serializer[Hit]):
    """Something found; `title` and `excerpt` are HTML with the words in `<mark>`."""

    id = serializers.UUIDField(source="subject")
    title = serializers.CharField()
    title_lang = serializers.CharField()
    excerpt = serializers.CharField()
    excerpt_lang = serializers.CharField()
    url = serializers.CharField()
    place = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)


class FoundKindSerializer(serializers.Serializer[Kind]):
    """What was found of one kind: how many that the reader may see, and some of them."""

    name = serializers.CharField()
    # Not the field's own label: what a list of several is called.
    title = serializers.SerializerMethodField()
    count = serializers.IntegerField()
    hits = HitSerializer(many=True)

    def get_title(self, kind: Kind) -> str:
        return str(kind.label)


class FoundSerializer(serializers.Serializer[Found]):
    """What was found, by kinds; of one kind a page."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    kinds = FoundKindSerializer(many=True)


class SearchView(APIView):
    """Search all that you may see."""

    permission_classes = (AllowAny,)

    @extend_schema(
        tags=["search"],
        operation_id="search",
        responses=FoundSerializer,
        parameters=[
            OpenApiParameter(
                "q", OpenApiTypes.STR, description="words; in quotes, words as they stand"
            ),
            OpenApiParameter("kind", OpenApiTypes.STR, description="of this kind alone, by pages"),
            OpenApiParameter("page", OpenApiTypes.INT),
        ],
    )
    def get(self, request: Request) -> Response:
        """Find what holds all the words, in English and in Russian at once."""
        asked = question(request.query_params.get("q", ""))
        kind = request.query_params.get("kind", "")
        kind = kind if finding.named(kind) else ""
        page = page_of(request.query_params.get("page"))
        found: Any = queries.search(request.user, asked, kind=kind, page=page)
        return Response(FoundSerializer(found).data)
