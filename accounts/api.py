"""REST: the person's own profile, and the organisations that there are."""

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import people, queries
from accounts.models import Organisation, Person, ShownAs
from accounts.people import ProfileChanges
from accounts.sign_ins import signed_in
from kit.bilingual import LANGUAGES


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    """An organisation; `name` is in the language of the request, else in the one there is."""

    name = serializers.SerializerMethodField()
    country = serializers.CharField(source="country.code", help_text="ISO 3166, two letters")

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["id", "name", "name_en", "name_ru", "country", "website"]

    def get_name(self, organisation: Organisation) -> str:
        return str(organisation.name)


class ShownSerializer(serializers.Serializer[people.Shown]):
    """What others see of a person; what is not shown is empty."""

    kind = serializers.ChoiceField(choices=ShownAs.choices)
    name = serializers.CharField()
    organisation = serializers.CharField()
    country = serializers.CharField()


class ProfileSerializer(serializers.ModelSerializer[Person]):
    """A person, as they themselves see it."""

    organisation = OrganisationSerializer(allow_null=True)
    country = serializers.CharField(source="country.code")
    language = serializers.ChoiceField(choices=LANGUAGES)
    shown = serializers.SerializerMethodField()

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = [
            "id", "email", "name", "organisation", "country", "language", "zone", "shown_as",
            "pseudonym", "shown",
        ]  # fmt: skip

    @extend_schema_field(ShownSerializer)
    def get_shown(self, person: Person) -> dict[str, Any]:
        return ShownSerializer(people.shown(person)).data


class ProfileChangesSerializer(serializers.Serializer[Person]):
    """What may be changed; name an organisation by its id, or a new one by its name."""

    name = serializers.CharField(required=False, allow_blank=True, max_length=80)
    organisation = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.all(), required=False, allow_null=True
    )
    organisation_name = serializers.CharField(required=False, allow_blank=True, max_length=200)
    country = serializers.CharField(required=False, allow_blank=True, max_length=2)
    language = serializers.ChoiceField(choices=LANGUAGES, required=False)
    zone = serializers.CharField(required=False, max_length=60)
    shown_as = serializers.ChoiceField(choices=ShownAs.choices, required=False)
    pseudonym = serializers.CharField(required=False, allow_blank=True, max_length=80)


class MeView(APIView):
    """The profile of whoever asks."""

    @extend_schema(operation_id="me_retrieve", responses=ProfileSerializer)
    def get(self, request: Request) -> Response:
        """Return the profile and what others see of it."""
        return _profile(signed_in(request))

    @extend_schema(
        operation_id="me_update", request=ProfileChangesSerializer, responses=ProfileSerializer
    )
    def patch(self, request: Request) -> Response:
        """Change what is named and leave the rest; what others see changes at once."""
        changes = ProfileChangesSerializer(data=request.data, partial=True)
        changes.is_valid(raise_exception=True)
        said = cast("ProfileChanges", changes.validated_data)
        return _profile(people.revise_profile(actor=signed_in(request), **said))


class OrganisationsView(generics.ListAPIView[Organisation]):
    """The organisations that take part."""

    serializer_class = OrganisationSerializer

    def get_queryset(self) -> QuerySet[Organisation]:
        return queries.organisations(self.request.query_params.get("q", ""))

    @extend_schema(
        operation_id="organisations_list",
        parameters=[
            OpenApiParameter("q", OpenApiTypes.STR, description="words in a name, either language")
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List them by name, a hundred at a time."""
        return self.list(request, *args, **kwargs)


def _profile(person: Person) -> Response:
    return Response(ProfileSerializer(queries.people().get(pk=person.pk)).data)
