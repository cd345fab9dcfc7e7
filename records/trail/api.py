"""The REST door: the way of a recommendation as JSON, as far as its reader may know it."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kit.bilingual import Text
from kit.refusals import NotHere
from records.deliveries.models import Channel, Stance
from records.deliveries.queries import Answer, Standing, Way
from records.recommendations.models import Recommendation
from records.trail import addresses
from records.trail.reading import Moment, Point, Source, Taken, Trail, public_version, trail


class TextSerializer(serializers.Serializer[Text]):
    """A text in the language of the request where there is one, with its own language."""

    value = serializers.CharField()
    lang = serializers.CharField()
    state = serializers.CharField()


class MomentSerializer(serializers.Serializer[Moment]):
    """A second of a session; of a closed one only that there was one."""

    is_closed = serializers.BooleanField()
    title = TextSerializer(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)
    zone = serializers.CharField()
    url = serializers.CharField(help_text="in the record of the session; empty for a closed one")


class TrailSourceSerializer(serializers.Serializer[Source]):
    """What was said; the text of a message is never told, nor of what was taken back."""

    kind = serializers.CharField()
    text = TextSerializer(allow_null=True)
    supporters = serializers.IntegerField()
    is_withdrawn = serializers.BooleanField(help_text="of a decision that was withdrawn since")
    moment = MomentSerializer()


class SideCountSerializer(serializers.Serializer[Any]):
    """How many member organisations of a side the rule of quorum asked for, and got."""

    name = TextSerializer()
    organisations = serializers.IntegerField()


class TrailDecisionSerializer(serializers.Serializer[Taken]):
    """A decision; of one in a closed session only that there was one, with number 0."""

    number = serializers.IntegerField()
    text = TextSerializer(allow_null=True)
    url = serializers.CharField()
    moment = MomentSerializer()
    is_quorate = serializers.BooleanField(allow_null=True)
    present = serializers.IntegerField(help_text="people, at least; 0 where that is not told")
    sides = SideCountSerializer(many=True)
    is_withdrawn = serializers.BooleanField()
    sources = TrailSourceSerializer(many=True)


class TrailParagraphSerializer(serializers.Serializer[Point]):
    """An adopted paragraph with all that it comes from."""

    number = serializers.IntegerField()
    text = TextSerializer()
    url = serializers.CharField()
    decisions = TrailDecisionSerializer(many=True)
    sources = TrailSourceSerializer(many=True)


class TrailReplySerializer(serializers.Serializer[Answer]):
    """A reply that is public, word for word, and the group's translation where there is one."""

    id = serializers.UUIDField(source="reply.pk")
    stance = serializers.ChoiceField(source="reply.stance", choices=Stance.choices)
    text = serializers.CharField(source="reply.text")
    commitment = serializers.CharField(source="reply.commitment")
    lang = serializers.CharField(source="reply.lang")
    replied_on = serializers.DateField(source="reply.replied_on", allow_null=True)
    answered_by = serializers.SerializerMethodField()
    translation = TextSerializer(allow_null=True)

    def get_answered_by(self, answer: Answer) -> str:
        return answer.reply.answered_by if answer.reply.is_name_public else ""


class TrailNoteSerializer(serializers.Serializer[Any]):
    """What happened on a day."""

    on = serializers.DateField()
    text = TextSerializer()


class TrailDeliverySerializer(serializers.Serializer[Way]):
    """A delivery without its contact and its proof, which are in no answer of the API."""

    id = serializers.UUIDField(source="delivery.pk")
    url = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="delivery.version.number")
    language = serializers.CharField(source="delivery.language")
    office = TextSerializer(source="delivery.addressee.office")
    post = TextSerializer(source="delivery.addressee.post")
    country = serializers.CharField(source="delivery.addressee.country.code", allow_null=True)
    channel = serializers.ChoiceField(source="delivery.channel", choices=Channel.choices)
    delivered_on = serializers.DateField(source="delivery.delivered_on", allow_null=True)
    reply_due = serializers.DateField(source="delivery.due_on", allow_null=True)
    state = serializers.ChoiceField(source="standing", choices=[each.value for each in Standing])
    replies = serializers.SerializerMethodField()
    progress = TrailNoteSerializer(source="notes", many=True)

    def get_url(self, way: Way) -> str:
        return addresses.delivery(way.delivery.pk)

    @extend_schema_field(TrailReplySerializer(many=True))
    def get_replies(self, way: Way) -> Any:
        public = [answer for answer in way.answers if answer.is_public]
        return [TrailReplySerializer(answer).data for answer in public]


class TrailVersionSerializer(serializers.Serializer[Any]):
    """The text that the trail is of."""

    number = serializers.IntegerField()
    adopted_at = serializers.DateTimeField()
    digest = serializers.CharField()
    title_en = serializers.CharField()
    title_ru = serializers.CharField()


class TrailSerializer(serializers.Serializer[Trail]):
    """The whole way of a recommendation's last adopted version."""

    number = serializers.IntegerField(source="recommendation.number")
    url = serializers.CharField()
    version = TrailVersionSerializer()
    is_imported = serializers.BooleanField()
    issued_by = serializers.CharField()
    consents = serializers.SerializerMethodField(help_text="codes of the sides that said yes")
    endorsed_by = TextSerializer(many=True)
    paragraphs = TrailParagraphSerializer(source="points", many=True)
    deliveries = TrailDeliverySerializer(source="ways", many=True)

    def get_consents(self, told: Trail) -> list[str]:
        return [side.code for side in told.consents]


class TrailView(APIView):
    """From what was said to what was answered."""

    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="recommendations_trail_retrieve",
        responses=TrailSerializer,
        tags=["recommendations"],
    )
    def get(self, request: Request, number: int) -> Response:
        """Return the trail of what was adopted; it needs no sign-in, and tells no more than pages do."""
        found = Recommendation.objects.filter(number=number).first()
        version = public_version(found) if found else None
        if version is None:
            if not request.user.is_authenticated:
                # As everywhere in the API: who has not signed in yet may be told after that.
                raise NotAuthenticated
            raise NotHere
        return Response(TrailSerializer(trail(request.user, version)).data)
