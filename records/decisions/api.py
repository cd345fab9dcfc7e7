"""The REST door: decisions that the reader may read, and the actions that stand in a session."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import ShownSerializer
from kit.bilingual import CODES
from kit.refusals import NotHere
from records.decisions import present, queries, quorum
from records.decisions.models import Action, ActionState, Carried, Decision, SourceKind, Wording
from records.decisions.rows import action_row
from records.queries import readable_among
from sessions import here
from sessions.api import entered
from sessions.queries import Reader


class SourceSerializer(serializers.Serializer[Any]):
    """What a decision comes from: an event of its session's log."""

    kind = serializers.ChoiceField(choices=SourceKind.values)
    subject = serializers.UUIDField()
    seq = serializers.IntegerField()


class QuorumSideSerializer(serializers.Serializer[Any]):
    """How many member organisations of a side the rule asked for, and got; what was counted is not told."""

    name_en = serializers.CharField()
    name_ru = serializers.CharField()
    at_least = serializers.IntegerField()


class QuorumSerializer(serializers.Serializer[Any]):
    """Whether the group's rule was met at that instant; `sides` are empty where it was not."""

    is_met = serializers.BooleanField()
    sides = QuorumSideSerializer(many=True)


class DecisionSerializer(serializers.Serializer[Decision]):
    """A decision; `quorum` is null where its group had no rule."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    session = serializers.UUIDField(source="session_id")
    group = serializers.SlugField(source="group.slug", default=None)
    item = serializers.UUIDField(source="item_id", allow_null=True)
    text_en = serializers.CharField()
    text_ru = serializers.CharField()
    source_language = serializers.CharField()
    translation_state = serializers.CharField()
    taken_at = serializers.DateTimeField()
    seq = serializers.IntegerField(help_text="its number in the log of the session's room")
    is_afterwards = serializers.BooleanField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField()
    sources = SourceSerializer(many=True)
    people = serializers.IntegerField(
        help_text="how many were there at that instant, at least; 0 where that would tell who"
    )
    quorum = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField(help_text="address of its page")

    @extend_schema_field(QuorumSerializer(allow_null=True))
    def get_quorum(self, decision: Decision) -> Any:
        told = quorum.told(decision)
        return msgspec.to_builtins(told) if told else None

    def get_page(self, decision: Decision) -> str:
        return reverse("records:decision", args=[decision.number])


class WordingSerializer(serializers.Serializer[Wording]):
    """What a decision said before; one that was taken out of sight is empty and says why."""

    id = serializers.IntegerField()
    language = serializers.CharField()
    was = serializers.CharField(help_text="empty too where a language was added")
    at = serializers.DateTimeField()
    redacted_at = serializers.DateTimeField(allow_null=True)
    redacted_reason = serializers.CharField()


class DecisionDetailSerializer(DecisionSerializer):
    """A decision with what it said before."""

    wordings = WordingSerializer(many=True)


class ActionOriginSerializer(serializers.Serializer[Any]):
    """The earlier session in which an action was taken."""

    session = serializers.UUIDField()
    title_en = serializers.CharField(help_text="empty for who may not read of that session")
    title_ru = serializers.CharField(help_text="as above")


class ActionSerializer(serializers.Serializer[Any]):
    """Who does what until which day; `origin` where it was carried over from an earlier meeting."""

    id = serializers.UUIDField()
    owner = serializers.UUIDField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    text_en = serializers.CharField()
    text_ru = serializers.CharField()
    source_language = serializers.CharField()
    translation_state = serializers.CharField()
    decision = serializers.UUIDField(allow_null=True)
    state = serializers.ChoiceField(choices=ActionState.choices)
    closed_at = serializers.CharField(allow_null=True)
    edition = serializers.IntegerField()
    origin = ActionOriginSerializer(allow_null=True)


class ActionListSerializer(serializers.Serializer[Any]):
    """What stands in a session's room, its own and what was carried over, and the people it names."""

    actions = ActionSerializer(many=True)
    people = serializers.DictField(child=ShownSerializer(), help_text="who owes, by id")


def counted(decisions: list[Decision]) -> list[Decision]:
    """Return decisions with how many were there as everyone may be told."""
    companies = present.companies(decisions)
    for each in decisions:
        each.people = companies[each.pk].people  # type: ignore[attr-defined]  # for the serializer
    return decisions


class DecisionList(generics.ListAPIView[Decision]):
    """The decisions that the reader may read, the latest number first; `?group=` names one group."""

    permission_classes = (AllowAny,)
    serializer_class = DecisionSerializer

    @extend_schema(
        operation_id="decisions_list",
        parameters=[OpenApiParameter("group", str, description="a group's address")],
        tags=["decisions"],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return a page of decisions; public ones need no sign-in."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Decision]:
        group = self.request.query_params.get("group", "")
        return queries.listed(self.request.user, group)

    def paginate_queryset(self, queryset: Any) -> Any:
        """Return a page of them, each with how many were there."""
        return counted(super().paginate_queryset(queryset) or [])


class DecisionDetail(APIView):
    """One decision by its number."""

    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="decisions_retrieve", responses=DecisionDetailSerializer, tags=["decisions"]
    )
    def get(self, request: Request, number: int) -> Response:
        """Return it; 404 is for who may not read it."""
        found = queries.visible_to(request.user).filter(number=number).first()
        if found is None and not request.user.is_authenticated:
            # As everywhere in the API: who has not signed in yet may be told after that.
            raise NotAuthenticated
        if found is None:
            raise NotHere
        return Response(DecisionDetailSerializer(counted([found])[0]).data)


def _with_origins(
    reader: Reader, actions: list[tuple[Action, Carried | None]]
) -> list[dict[str, Any]]:
    """Return actions with what the sessions are called that they come from, where the reader may know."""
    known = readable_among(reader, {action.session_id for action, carried in actions if carried})
    rows = []
    for action, carried in actions:
        row = action_row(action, carried)
        if row["origin"] is not None:
            told = action.session if action.session_id in known else None
            titles = {f"title_{code}": getattr(told, f"title_{code}", "") for code in CODES}
            row["origin"] = row["origin"] | titles
        rows.append(row)
    return rows


class ActionsView(APIView):
    """What is owed in a session."""

    @extend_schema(
        operation_id="sessions_actions_list", responses=ActionListSerializer, tags=["sessions"]
    )
    def get(self, request: Request, room_id: UUID) -> Response:
        """Return the actions that stand in it; 404 for who may not enter."""
        session = entered(request, room_id)
        rows = _with_origins(request.user, queries.actions_in(session))
        named = {row["owner"] for row in rows if row["owner"]}
        people = {str(pk): asdict(seen) for pk, seen in here.as_shown(session, named).items()}
        return Response(msgspec.to_builtins({"actions": rows, "people": people}))
