"""The REST door to sessions: those one may enter, who is in them, the moderators' steps and acts."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.deeds import AuditEntry
from accounts.models import Person, ShownAs
from kit.refusals import NotHere, Refused
from live import rooms
from live.streams import Room
from sessions import acts, here, life, queries
from sessions.acts import Act
from sessions.here import Present
from sessions.models import Session, State

# Digits of a number that a list can't reach anyway.
_LONGEST_NUMBER = 10


class SessionSerializer(serializers.ModelSerializer[Session]):
    """A session as lists show it; `title` is in the reader's language, as far as there is one."""

    title = serializers.CharField(source="title.value", read_only=True)
    title_lang = serializers.CharField(source="title.lang", read_only=True)
    conference = serializers.SlugField(source="conference.slug", read_only=True, default=None)
    group = serializers.SlugField(source="group.slug", read_only=True, default=None)
    track = serializers.CharField(source="track.name.value", read_only=True, default=None)
    room = serializers.CharField(source="room.name.value", read_only=True, default=None)
    zone = serializers.CharField(read_only=True)

    class Meta:
        model = Session
        fields: tuple[str, ...] = (
            "id",
            "title",
            "title_lang",
            "title_en",
            "title_ru",
            "translation_state",
            "state",
            "starts_at",
            "ends_at",
            "opened_at",
            "started_at",
            "ended_at",
            "zone",
            "conference",
            "group",
            "track",
            "room",
            "kind",
        )
        read_only_fields = fields


class SessionDetailSerializer(SessionSerializer):
    """A session with its abstract (safe HTML) in both languages and the way to its stage."""

    class Meta(SessionSerializer.Meta):
        fields = (
            *SessionSerializer.Meta.fields,
            "abstract_en",
            "abstract_ru",
            "stage_kind",
            "stage_url",
            "is_run_by_clock",
            "is_record_public",
        )
        read_only_fields = fields


@extend_schema_view(
    get=extend_schema(
        tags=["sessions"],
        parameters=[
            OpenApiParameter("state", OpenApiTypes.STR, enum=State.values),
            OpenApiParameter("conference", OpenApiTypes.STR, description="a conference's slug"),
            OpenApiParameter("group", OpenApiTypes.STR, description="a working group's slug"),
        ],
    )
)
class SessionList(generics.ListAPIView[Session]):
    """The sessions that you may enter, in the order of their hours."""

    serializer_class = SessionSerializer
    queryset = Session.objects.none()

    def get_queryset(self) -> QuerySet[Session]:
        """Return them, narrowed to a state, a conference or a group where asked."""
        found = queries.visible_to(cast("Person", self.request.user))
        asked = self.request.query_params
        if state := asked.get("state"):
            if state not in State.values:
                text = _("There is no state “%(state)s”.") % {"state": state[:20]}
                raise Refused("state.unknown", text, field="state", status=400)
            found = found.filter(state=state)
        if conference := asked.get("conference"):
            found = found.filter(conference__slug=conference)
        if group := asked.get("group"):
            found = found.filter(group__slug=group)
        return found.order_by("starts_at", "id")


@extend_schema_view(get=extend_schema(tags=["sessions"]))
class SessionDetail(generics.RetrieveAPIView[Session]):
    """One session; 404 for who may not enter it."""

    serializer_class = SessionDetailSerializer

    def get_object(self) -> Session:
        """Return it if the person may enter."""
        return entered(self.request, self.kwargs["room_id"])


class StepView(APIView):
    """A step in a session's life; `take` is the verb."""

    take: Callable[..., Session]

    @extend_schema(tags=["sessions"], request=None, responses=SessionSerializer)
    def post(self, request: Request, room_id: UUID) -> Response:
        """Take the step and return the session as it is now."""
        session = entered(request, room_id)
        done = type(self).take(actor=cast("Person", request.user), session=session)
        return Response(SessionSerializer(done).data)


class OpenView(StepView):
    """Open the doors; for moderators."""

    take = life.open_doors


class StartView(StepView):
    """Begin the session; for moderators."""

    take = life.start


class EndView(StepView):
    """End the session; for moderators."""

    take = life.end


class ReopenView(StepView):
    """Go on with a session that has ended, within ten minutes of its end; for moderators."""

    take = life.reopen


class CancelView(StepView):
    """Call the session off; for moderators."""

    take = life.cancel


class PresentSerializer(serializers.Serializer[Present]):
    """Somebody who is here, as others see them; what is not shown is empty."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=ShownAs.choices, source="shown.kind")
    name = serializers.CharField(source="shown.name")
    organisation = serializers.CharField(source="shown.organisation")
    country = serializers.CharField(source="shown.country")


class PeoplePageSerializer(serializers.Serializer[Any]):
    """A page of who is here: how many in all and how many are found, and whether more follow."""

    count = serializers.IntegerField(help_text="how many are here")
    found = serializers.IntegerField(help_text="among how many of them these are a page")
    people = PresentSerializer(many=True)
    more = serializers.BooleanField()


class PeopleView(APIView):
    """Who is in the session now."""

    @extend_schema(
        tags=["sessions"],
        responses=PeoplePageSerializer,
        parameters=[
            OpenApiParameter(
                "after", OpenApiTypes.INT, description="how many to leave out: 0, 100…"
            ),
            OpenApiParameter(
                "q", OpenApiTypes.STR, description="words in what they show: name, country…"
            ),
        ],
    )
    def get(self, request: Request, room_id: UUID) -> Response:
        """Return a hundred of them: yourself, then by what they are called in your language."""
        session = entered(request, room_id)
        everyone = here.present(session, cast("Person", request.user).pk)
        found = here.found(everyone, request.query_params.get("q", ""))
        after = _after(request.query_params.get("after", ""))
        page = {
            "count": len(everyone),
            "found": len(found),
            "people": found[after : after + here.PAGE],
            "more": len(found) > after + here.PAGE,
        }
        return Response(PeoplePageSerializer(page).data)


class ActSerializer(serializers.Serializer[Any]):
    """One act: who did what and when, about whom, and why."""

    id = serializers.UUIDField(source="entry.id")
    at = serializers.DateTimeField(source="entry.at")
    act = serializers.CharField(source="entry.act", help_text="its code, `noun.verb`")
    what = serializers.CharField(help_text="the same in words of your language")
    actor = serializers.UUIDField(source="entry.actor")
    by = serializers.CharField(help_text="who did it, as this session shows them")
    person = serializers.UUIDField(source="entry.person", allow_null=True)
    about = serializers.SerializerMethodField(help_text="whom it concerns, as shown, or empty")
    subject = serializers.UUIDField(source="entry.subject", allow_null=True)
    reason = serializers.CharField(source="entry.reason")

    def get_about(self, act: Act) -> str:
        return str(act.about or "")


class AuditView(generics.GenericAPIView[AuditEntry]):
    """What was done in a session by those who direct it."""

    queryset = AuditEntry.objects.none()

    @extend_schema(
        tags=["sessions"],
        operation_id="sessions_audit_list",
        responses=ActSerializer(many=True),
    )
    def get(self, request: Request, room_id: UUID) -> Response:
        """Return the acts, the latest first; for who does not moderate the session there is nothing."""
        person = cast("Person", request.user)
        session = queries.moderated_by(person).filter(pk=room_id).first()
        if session is None:
            raise NotHere
        page = self.paginate_queryset(acts.entries_of(session)) or []
        told = acts.told(session, page)
        return self.get_paginated_response(ActSerializer(told, many=True).data)


def entered(request: Request, room_id: UUID) -> Session:
    """Return a session for somebody who may enter it, or raise why they may not."""
    session, _admission = rooms.admitted(Room("session", str(room_id)), request.user)
    return cast("Session", session)


def _after(text: str) -> int:
    if text and not (text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER):
        fault = _("“after” is how many people to leave out: a whole number.")
        raise Refused("people.after", fault, field="after", status=400)
    return int(text or 0)
