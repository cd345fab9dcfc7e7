"""The REST door: the questions before the room, as everyone inside reads them."""

from dataclasses import asdict
from uuid import UUID

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import ShownSerializer
from floor import queries
from floor.models import Naming
from floor.rows import Order, in_order, room_rows
from sessions import here
from sessions.api import entered


class OrderSerializer(serializers.Serializer[object]):
    """In which order the questions are asked for."""

    order = serializers.ChoiceField(
        choices=[each.value for each in Order],
        required=False,
        default=Order.VOTES.value,
        help_text="the most supported first, or as they came before the room",
    )


class QuestionSerializer(serializers.Serializer[object]):
    """A question before the room; `person` is there for named ones alone."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(allow_null=True)
    naming = serializers.ChoiceField(choices=Naming.values)
    on_behalf = serializers.CharField(help_text="who asks in the hall")
    text = serializers.CharField()
    lang = serializers.CharField()
    at = serializers.CharField(help_text="RFC 3339, UTC, milliseconds")
    upvotes = serializers.IntegerField()
    state = serializers.ChoiceField(choices=[state.value for state in queries.SHOWN])
    answered_at = serializers.CharField(allow_null=True)
    answer = serializers.CharField(allow_null=True, help_text="null when it was answered aloud")
    edited_at = serializers.CharField(allow_null=True)
    is_pinned = serializers.BooleanField()
    merged = serializers.ListField(
        child=serializers.UUIDField(), help_text="what was united with it"
    )
    owner = serializers.UUIDField(allow_null=True, help_text="who owes the answer")
    due_on = serializers.CharField(allow_null=True, help_text="until which day")


class QuestionListSerializer(serializers.Serializer[object]):
    """All questions before the room, and the people whom they name."""

    questions = QuestionSerializer(many=True)
    people = serializers.DictField(child=ShownSerializer(), help_text="whom they name, by id")


class QuestionsView(APIView):
    """What is asked of the stage in a session."""

    @extend_schema(
        operation_id="sessions_questions_list",
        parameters=[OrderSerializer],
        responses=QuestionListSerializer,
        tags=["sessions"],
    )
    def get(self, request: Request, room_id: UUID) -> Response:
        """Return the open and answered questions; 404 for who may not enter."""
        session = entered(request, room_id)
        asked = OrderSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = queries.before_the_room(session)
        rows = in_order(room_rows(found), Order(asked.validated_data["order"]))
        named = {row[field] for row in rows for field in ("person", "owner") if row[field]}
        people = {str(pk): asdict(seen) for pk, seen in here.as_shown(session, named).items()}
        return Response(msgspec.to_builtins({"questions": rows, "people": people}))
