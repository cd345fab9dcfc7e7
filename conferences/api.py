"""The REST door to conferences and registrations."""

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Person
from conferences import queries, registrations
from conferences.models import Attending, Conference, Registration, RegistrationState
from kit.refusals import NotHere
from kit.rules import allows


class ConferenceSerializer(serializers.ModelSerializer[Conference]):
    """A conference with its texts in both languages."""

    class Meta:
        model = Conference
        fields: tuple[str, ...] = (
            "id",
            "slug",
            "title_en",
            "title_ru",
            "about_en",
            "about_ru",
            "source_language",
            "translation_state",
            "venue",
            "zone",
            "starts_on",
            "ends_on",
            "is_public",
            "is_open_for_registration",
        )
        read_only_fields: tuple[str, ...] = fields


class RegistrationSerializer(serializers.ModelSerializer[Registration]):
    """One's own registration."""

    class Meta:
        model = Registration
        fields: tuple[str, ...] = (
            "id",
            "organisation_name",
            "attending",
            "is_listed",
            "state",
            "registered_at",
            "decided_at",
            "reason",
        )
        read_only_fields: tuple[str, ...] = fields


class RegisteredSerializer(RegistrationSerializer):
    """A registration as its organisers see it, with the person."""

    email = serializers.EmailField(source="person.email", read_only=True)
    name = serializers.CharField(source="person.name", read_only=True)

    class Meta(RegistrationSerializer.Meta):
        fields: tuple[str, ...] = (*RegistrationSerializer.Meta.fields, "email", "name")
        read_only_fields: tuple[str, ...] = fields


class ConferenceDetailSerializer(ConferenceSerializer):
    """A conference, with one's own registration for it."""

    registration = serializers.SerializerMethodField()

    class Meta(ConferenceSerializer.Meta):
        fields: tuple[str, ...] = (*ConferenceSerializer.Meta.fields, "registration")
        read_only_fields: tuple[str, ...] = fields

    @extend_schema_field(RegistrationSerializer(allow_null=True))
    def get_registration(self, conference: Conference) -> dict[str, Any] | None:
        found = queries.registration_of(self.context["request"].user, conference)
        return dict(RegistrationSerializer(found).data) if found else None


class RegisterSerializer(serializers.Serializer[Any]):
    """What is said to register."""

    organisation_name = serializers.CharField(max_length=200)
    attending = serializers.ChoiceField(choices=Attending.choices)
    is_listed = serializers.BooleanField(default=False)


class DeclineSerializer(serializers.Serializer[Any]):
    """Why a registration is declined; the person is told."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")


class ConferenceList(generics.ListAPIView[Conference]):
    """The conferences that you may see, the latest first."""

    serializer_class = ConferenceSerializer

    def get_queryset(self) -> QuerySet[Conference]:
        return queries.visible_to(cast("Person", self.request.user))


class ConferenceDetail(generics.RetrieveAPIView[Conference]):
    """One conference, with your own registration."""

    serializer_class = ConferenceDetailSerializer

    def get_object(self) -> Conference:
        return queries.visible(self.request.user, self.kwargs["slug"])


class Register(APIView):
    """Ask to take part in a conference."""

    @extend_schema(request=RegisterSerializer, responses={201: RegistrationSerializer})
    def post(self, request: Request, slug: str) -> Response:
        asked = RegisterSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        person = cast("Person", request.user)
        conference = queries.visible(person, slug)
        made = registrations.register(actor=person, conference=conference, **asked.validated_data)
        return Response(RegistrationSerializer(made).data, status=status.HTTP_201_CREATED)


@extend_schema(
    parameters=[
        OpenApiParameter("state", OpenApiTypes.STR, enum=RegistrationState.values),
        OpenApiParameter("search", OpenApiTypes.STR),
    ]
)
class RegistrationList(generics.ListAPIView[Registration]):
    """A conference's registrations in one state (waiting, unless you say which); for organisers."""

    serializer_class = RegisteredSerializer
    queryset = Registration.objects.none()

    def get_queryset(self) -> QuerySet[Registration]:
        conference = _organised(self.request, self.kwargs["slug"])
        state = self.request.query_params.get("state", RegistrationState.WAITING.value)
        search = self.request.query_params.get("search", "")
        return queries.registrations(conference, state, search=search)


class Confirm(APIView):
    """Let a person take part; they get a letter."""

    @extend_schema(request=None, responses=RegisteredSerializer)
    def post(self, request: Request, slug: str, registration: UUID) -> Response:
        row = _to_decide(request, slug, registration)
        decided = registrations.confirm(
            actor=cast("Person", request.user), registration=row, address=_address(request, slug)
        )
        return Response(RegisteredSerializer(decided).data)


class Decline(APIView):
    """Turn a registration down; the person is told the reason."""

    @extend_schema(request=DeclineSerializer, responses=RegisteredSerializer)
    def post(self, request: Request, slug: str, registration: UUID) -> Response:
        row = _to_decide(request, slug, registration)
        said = DeclineSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        decided = registrations.decline(
            actor=cast("Person", request.user),
            registration=row,
            address=_address(request, slug),
            **said.validated_data,
        )
        return Response(RegisteredSerializer(decided).data)


def _organised(request: Request, slug: str) -> Conference:
    conference = queries.visible(request.user, slug)
    if not allows("conferences.organise", request.user, conference):
        raise NotHere
    return conference


def _to_decide(request: Request, slug: str, registration: UUID) -> Registration:
    row = _organised(request, slug).registrations.filter(pk=registration).first()
    if row is None:
        raise NotHere
    return row


def _address(request: Request, slug: str) -> str:
    return request.build_absolute_uri(reverse("conferences:detail", kwargs={"slug": slug}))
