"""The REST door: what was said in a session, page by page, and the search in it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import ShownSerializer
from chat import queries
from chat.folding import LONGEST_QUESTION
from chat.models import MessageState
from chat.rows import rows
from sessions import here
from sessions.api import entered

MOST = 200
# The largest whole number that every client reads exactly.
_LARGEST = 2**53


class AskedSerializer(serializers.Serializer[object]):
    """Which messages are asked for; without numbers the last ones."""

    before = serializers.IntegerField(
        required=False, min_value=0, max_value=_LARGEST, help_text="those numbered below, the last"
    )
    after = serializers.IntegerField(
        required=False, min_value=0, max_value=_LARGEST, help_text="those numbered above, the first"
    )
    q = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=LONGEST_QUESTION,
        help_text="words that a message must all hold, in any case",
    )
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST, default=queries.PAGE
    )


class SaidSerializer(serializers.Serializer[object]):
    """A message as everyone may read it; `text` is empty once it was deleted or hidden."""

    id = serializers.UUIDField()
    seq = serializers.IntegerField(help_text="its number in the room's stream")
    at = serializers.CharField(help_text="RFC 3339, UTC, milliseconds")
    person = serializers.UUIDField()
    text = serializers.CharField()
    lang = serializers.CharField()
    reply = serializers.UUIDField(allow_null=True, help_text="the message that it replies to")
    state = serializers.ChoiceField(choices=MessageState.values)
    edited_at = serializers.CharField(allow_null=True)
    reactions = serializers.DictField(child=serializers.IntegerField(min_value=1))


class MessagePageSerializer(serializers.Serializer[object]):
    """A page of the chat, in order; `more` tells of others in the direction asked for."""

    messages = SaidSerializer(many=True)
    more = serializers.BooleanField()
    people = serializers.DictField(child=ShownSerializer(), help_text="who wrote them, by id")


class MessagesView(APIView):
    """What was said in a session's chat."""

    @extend_schema(
        operation_id="sessions_messages_list",
        parameters=[AskedSerializer],
        responses=MessagePageSerializer,
        tags=["sessions"],
    )
    def get(self, request: Request, room_id: UUID) -> Response:
        """Return a page of messages, or of those that a search finds; 404 for who may not enter."""
        session = entered(request, room_id)
        asked = AskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted: dict[str, Any] = asked.validated_data
        found = queries.page(
            session,
            before=wanted.get("before"),
            after=wanted.get("after"),
            search=wanted.get("q", ""),
            limit=wanted["limit"],
        )
        authors = here.as_shown(session, {message.person_id for message in found.messages})
        page = {
            "messages": rows(found.messages),
            "more": found.more,
            "people": {str(person): asdict(seen) for person, seen in authors.items()},
        }
        return Response(msgspec.to_builtins(page))
