"""The REST door to news: what is published, in both languages, to everyone."""

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny

from kit.bilingual import CODES
from kit.refusals import NotHere
from portal.news import queries
from portal.news.models import Kind, Story


class StorySerializer(serializers.ModelSerializer[Story]):
    """A piece of news; `group` is null where it is the programme's, `text` is Markdown."""

    group = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=Kind.choices, read_only=True)

    class Meta:
        model = Story
        fields: tuple[str, ...] = (
            "id",
            "slug",
            "group",
            "kind",
            "title_en",
            "title_ru",
            "text_en",
            "text_ru",
            "source_language",
            "translation_state",
            "zone",
            "useful_from",
            "useful_until",
            "published_at",
            "changed_en_at",
            "changed_ru_at",
        )
        read_only_fields: tuple[str, ...] = fields

    def get_group(self, story: Story) -> str | None:
        return story.group.slug if story.group else None


_ASKED = [
    OpenApiParameter("group", OpenApiTypes.STR, description="a group's slug, or `programme`"),
    OpenApiParameter("kind", OpenApiTypes.STR, enum=Kind.values),
    OpenApiParameter("lang", OpenApiTypes.STR, enum=CODES, description="what has a text in it"),
]


@extend_schema_view(get=extend_schema(tags=["news"], parameters=_ASKED))
class NewsList(generics.ListAPIView[Story]):
    """News and announcements that are published, the latest first."""

    serializer_class = StorySerializer
    permission_classes = (AllowAny,)
    queryset = Story.objects.none()

    def get_queryset(self) -> QuerySet[Story]:
        """Return them as the address asks for them."""
        asked = self.request.query_params
        rows = queries.of_kind(queries.published(), asked.get("kind", ""))
        rows = queries.in_language(rows, asked.get("lang", ""))
        group = asked.get("group", "")
        if group == "programme":
            return rows.filter(group=None)
        if not group:
            return rows
        found = queries.group_named(group)
        return rows.filter(group=found) if found else rows.none()


@extend_schema_view(get=extend_schema(tags=["news"]))
class NewsDetail(generics.RetrieveAPIView[Story]):
    """One piece of news that is published, by its slug."""

    serializer_class = StorySerializer
    permission_classes = (AllowAny,)
    queryset = Story.objects.none()

    def get_object(self) -> Story:
        """Return it; nothing that is not published has an address here."""
        found = queries.published().filter(slug=self.kwargs["address"]).first()
        if found is None:
            # As all of the API answers who brings no token: it does not say what there is.
            raise NotHere if self.request.user.is_authenticated else NotAuthenticated
        return found
