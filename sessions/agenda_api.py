"""The REST door to what a session is made of: the items of its agenda, and its materials."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sessions import queries
from sessions.api import entered
from sessions.models import AgendaItem, ItemRun, Material


class ItemRunSerializer(serializers.ModelSerializer[ItemRun]):
    """A time during which an item was the current one; `ended_at` is null while it is."""

    class Meta:
        model = ItemRun
        fields = ("started_at", "ended_at")
        read_only_fields = fields


class AgendaItemSerializer(serializers.ModelSerializer[AgendaItem]):
    """An item with the minutes planned and those added; `title` is in the reader's language."""

    title = serializers.CharField(source="title.value", read_only=True)
    title_lang = serializers.CharField(source="title.lang", read_only=True)
    runs = ItemRunSerializer(many=True, read_only=True)

    class Meta:
        model = AgendaItem
        fields = (
            "id",
            "title",
            "title_lang",
            "title_en",
            "title_ru",
            "speaker",
            "minutes",
            "added_minutes",
            "runs",
        )
        read_only_fields = fields


class MaterialSerializer(serializers.ModelSerializer[Material]):
    """A link that belongs to a session; `title` is in the reader's language."""

    title = serializers.CharField(source="title.value", read_only=True)
    title_lang = serializers.CharField(source="title.lang", read_only=True)

    class Meta:
        model = Material
        fields = ("id", "title", "title_lang", "title_en", "title_ru", "url", "added_at")
        read_only_fields = fields


class AgendaSerializer(serializers.Serializer[Any]):
    """A session's agenda in its order, which item is the current one, and the materials."""

    items = AgendaItemSerializer(many=True)
    current = serializers.UUIDField(allow_null=True)
    materials = MaterialSerializer(many=True)


class AgendaView(APIView):
    """The agenda of a session and its materials."""

    @extend_schema(tags=["sessions"], responses=AgendaSerializer)
    def get(self, request: Request, room_id: UUID) -> Response:
        """Return them to who may enter the session."""
        session = entered(request, room_id)
        run = queries.current_run(session)
        found = {
            "items": queries.items_of(session),
            "current": run.item_id if run else None,
            "materials": queries.materials_of(session),
        }
        return Response(AgendaSerializer(found).data)
