"""The REST door: a session's record as JSON, to whoever may read its page."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import ShownSerializer
from floor.models import Naming
from kit.refusals import NotHere
from records import queries
from records.decisions.api import DecisionSerializer
from records.decisions.models import ActionState
from records.decisions.reading import Owed
from records.questions import Asked
from records.reading import Document, Item, Line, Standing, document
from sessions import queries as session_queries
from sessions.models import Session


class StampSerializer(serializers.Serializer[Any]):
    """When something happened, and its number in the log: 0 where there is none."""

    at = serializers.DateTimeField()
    seq = serializers.IntegerField(min_value=0)


class PeriodSerializer(serializers.Serializer[Any]):
    """A time at which the session was live."""

    started_at = serializers.DateTimeField(source="start")
    ended_at = serializers.DateTimeField(source="end")


class RunSerializer(serializers.Serializer[Any]):
    """A time at which an agenda item was the current one."""

    started_at = serializers.DateTimeField()
    started_seq = serializers.IntegerField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_seq = serializers.IntegerField()


class RecordItemSerializer(serializers.Serializer[Item]):
    """An agenda item: what was planned, and when it ran."""

    id = serializers.UUIDField(source="item.pk")
    number = serializers.IntegerField()
    title_en = serializers.CharField(source="item.title_en")
    title_ru = serializers.CharField(source="item.title_ru")
    speaker = serializers.CharField(source="item.speaker")
    minutes = serializers.IntegerField(source="item.minutes")
    added = serializers.IntegerField(source="item.added_minutes")
    runs = RunSerializer(many=True)


class RecordQuestionSerializer(serializers.Serializer[Asked]):
    """A question before the room; `asked_by` is empty but for those asked under a name for all."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    text = serializers.CharField()
    lang = serializers.CharField()
    naming = serializers.ChoiceField(choices=Naming.choices)
    asked_by = serializers.SerializerMethodField()
    supporters = serializers.IntegerField()
    united = serializers.IntegerField(help_text="how many like it were united with it")
    asked = StampSerializer(allow_null=True)
    answered = StampSerializer(allow_null=True)
    answer = serializers.CharField(help_text="empty where it was answered aloud alone")
    is_aloud = serializers.BooleanField(help_text="whether the first answer was given aloud")
    written = StampSerializer(allow_null=True, help_text="when the text came after the answer")
    owner = serializers.SerializerMethodField()
    due_on = serializers.DateField(allow_null=True)
    item = serializers.UUIDField(allow_null=True)

    def get_asked_by(self, asked: Asked) -> str:
        return str(asked.who or "")

    def get_owner(self, asked: Asked) -> str:
        return str(asked.owner or "")


class OrganisationPresentSerializer(serializers.Serializer[Any]):
    """An organisation some of whose people were there under its name."""

    name = serializers.CharField(source="name.value")
    lang = serializers.CharField(source="name.lang")
    country = serializers.CharField()
    people = serializers.IntegerField()


class OriginSerializer(serializers.Serializer[Any]):
    """That at least so many others came from a side or country."""

    name = serializers.CharField()
    people = serializers.IntegerField()


class CompanySerializer(serializers.Serializer[Any]):
    """How many were there at least, and from where, as far as it singles nobody out; 0: not told."""

    people = serializers.IntegerField()
    at_screens = serializers.IntegerField()
    organisations = OrganisationPresentSerializer(many=True)
    others = serializers.IntegerField()
    split = OriginSerializer(many=True)


class ChairsSerializer(serializers.Serializer[Any]):
    """The co-chairs of a side on the day of a group's meeting, so far as they agree to be named."""

    side = serializers.CharField(source="side.code", default="")
    people = ShownSerializer(many=True)


class FiguresSerializer(serializers.Serializer[Any]):
    """How much was said and asked."""

    messages = serializers.IntegerField()
    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    owed = serializers.IntegerField()


class RecordMaterialSerializer(serializers.Serializer[Any]):
    """A link that belongs to the session."""

    title_en = serializers.CharField()
    title_ru = serializers.CharField()
    url = serializers.URLField()


class FactSerializer(serializers.Serializer[Line]):
    """An event of the log that is on record."""

    seq = serializers.IntegerField(source="fact.seq")
    name = serializers.CharField(source="fact.name")
    at = serializers.DateTimeField(source="fact.at")
    item = serializers.UUIDField(source="fact.item", allow_null=True)
    question = serializers.UUIDField(
        source="question.id", default=None, help_text="null too where it was withdrawn"
    )
    text = serializers.CharField(source="notice.text", default="", help_text="of a notice")


class RecordActionSerializer(serializers.Serializer[Owed]):
    """Who does what until which day, as the record names them."""

    id = serializers.UUIDField(source="action.pk")
    text_en = serializers.CharField(source="action.text_en")
    text_ru = serializers.CharField(source="action.text_ru")
    owner = serializers.SerializerMethodField()
    due_on = serializers.DateField(source="action.due_on", allow_null=True)
    state = serializers.ChoiceField(choices=ActionState.values, source="action.state")
    seq = serializers.IntegerField(source="action.seq")
    is_carried = serializers.SerializerMethodField()

    def get_owner(self, owed: Owed) -> str:
        return str(owed.owner or "")

    def get_is_carried(self, owed: Owed) -> bool:
        return owed.carried is not None


class RecordSerializer(serializers.Serializer[Document]):
    """A session's record; before its first end it has no content, and `made_at` is null."""

    session = serializers.UUIDField(source="session.pk")
    title_en = serializers.CharField(source="session.title_en")
    title_ru = serializers.CharField(source="session.title_ru")
    conference = serializers.SlugField(source="session.conference.slug", default=None)
    group = serializers.SlugField(source="session.group.slug", default=None)
    zone = serializers.CharField(source="session.zone")
    page = serializers.SerializerMethodField(help_text="address of the page, where `#e<seq>` is")
    standing = serializers.ChoiceField(choices=[each.value for each in Standing])
    is_public = serializers.SerializerMethodField()
    made_at = serializers.DateTimeField(allow_null=True)
    periods = PeriodSerializer(many=True)
    items = RecordItemSerializer(many=True)
    questions = RecordQuestionSerializer(many=True)
    people = CompanySerializer(source="company")
    chairs = ChairsSerializer(many=True)
    figures = FiguresSerializer()
    materials = RecordMaterialSerializer(many=True)
    decisions = serializers.SerializerMethodField()
    actions = RecordActionSerializer(many=True)
    course = FactSerializer(many=True)

    @extend_schema_field(DecisionSerializer(many=True))
    def get_decisions(self, record: Document) -> Any:
        for row in record.decisions:
            row.decision.people = row.company.people  # type: ignore[attr-defined]  # as lists have it
        return [DecisionSerializer(row.decision).data for row in record.decisions]

    def get_page(self, record: Document) -> str:
        return reverse("records:record", args=[record.session.pk])

    def get_is_public(self, record: Document) -> bool:
        return record.session.has_public_record


class RecordView(APIView):
    """What a session has left behind."""

    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="sessions_record_retrieve", responses=RecordSerializer, tags=["sessions"]
    )
    def get(self, request: Request, room_id: UUID) -> Response:
        """Return the record; a public one needs no sign-in, and 404 is for who may not read it."""
        try:
            session = queries.readable(request.user, room_id)
        except NotHere:
            if not request.user.is_authenticated:
                # As everywhere in the API: who has not signed in yet may be told after that.
                raise NotAuthenticated from None
            raise
        read = document(session, request.user, is_inside=_enters(request, session))
        return Response(RecordSerializer(read).data)


def _enters(request: Request, session: Session) -> bool:
    return session.pk in session_queries.enterable(request.user, [session])
