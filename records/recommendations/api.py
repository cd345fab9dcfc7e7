"""The REST door to recommendations: read what was adopted, work on drafts, adopt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.models import Organisation, Person
from accounts.sign_ins import signed_in
from kit.refusals import NotHere
from kit.rules import allows
from records.recommendations import (
    adoption,
    amendments,
    attempts,
    consents,
    discussion,
    endorsements,
    paragraphs,
    queries,
    working,
)
from records.recommendations import serializers as shapes
from records.recommendations.models import (
    Amendment,
    AmendmentState,
    Comment,
    Paragraph,
    Recommendation,
    Standing,
    Version,
)

T = TypeVar("T")
_TAGS = ["recommendations"]


@dataclass(frozen=True, slots=True)
class Detail:
    """What a reader gets of one recommendation."""

    recommendation: Recommendation
    standing: str
    versions: list[int]
    version: Version | None
    draft: "Present | None"


class Present:
    """A draft as the API tells it: the recommendation with the paragraphs that are in it."""

    def __init__(self, recommendation: Recommendation) -> None:
        self.recommendation = recommendation
        self.present = list(recommendation.paragraphs.filter(removed_at=None))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.recommendation, name)


@extend_schema_view(
    get=extend_schema(
        tags=_TAGS,
        parameters=[
            OpenApiParameter("group", OpenApiTypes.STR, description="a working group's slug"),
            OpenApiParameter("standing", OpenApiTypes.STR, enum=Standing.values),
            OpenApiParameter("text", OpenApiTypes.STR, description="words in the title"),
        ],
    )
)
class RecommendationList(generics.ListAPIView[Any]):
    """What was adopted, and the drafts that you may see, the newest first."""

    permission_classes = (AllowAny,)
    serializer_class = shapes.RecommendationSerializer
    queryset = Recommendation.objects.none()

    def get_queryset(self) -> QuerySet[Recommendation]:
        """Return them, narrowed to what was asked for."""
        asked = {
            name: self.request.query_params.get(name, "")[:100]
            for name in ("group", "standing", "text")
        }
        return queries.listed(self.request.user, **asked)

    def paginate_queryset(self, queryset: Any) -> Any:
        """Return a page of rows."""
        page = super().paginate_queryset(queryset)
        return queries.rows(queryset if page is None else page, self.request.user)


class RecommendationDetail(APIView):
    """One recommendation: its last version, and its draft for who may see it."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=shapes.RecommendationDetailSerializer, tags=_TAGS)
    def get(self, request: Request, number: int) -> Response:
        """Return it; 404 for who may see neither."""
        row = _found(request, number)
        version = queries.published(number)
        may_see = allows("recommendations.see_draft", request.user, row)
        is_draft = row.standing == Standing.DRAFT
        if version is None and not may_see:
            raise _not_here(request)
        detail = Detail(
            recommendation=row,
            standing=Standing.ADOPTED if is_draft and not may_see else row.standing,
            versions=list(row.versions.values_list("number", flat=True)),
            version=version,
            draft=Present(row) if may_see and is_draft else None,
        )
        return Response(shapes.RecommendationDetailSerializer(detail).data)


class VersionDetail(APIView):
    """One adopted text; there is no way to write to it."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=shapes.VersionSerializer, tags=_TAGS)
    def get(self, request: Request, number: int, version: int) -> Response:
        """Return it word for word."""
        found = queries.published(number, version)
        if found is None:
            raise _not_here(request)
        return Response(shapes.VersionSerializer(found).data)


class CommentList(generics.ListAPIView[Comment]):
    """What was said of a draft."""

    serializer_class = shapes.RecommendationCommentSerializer
    queryset = Comment.objects.none()

    def get_queryset(self) -> QuerySet[Comment]:
        """Return the comments of the draft, the first first."""
        row, _person = _draft(self.request, self.kwargs["number"])
        return row.comments.select_related("person__organisation")

    @extend_schema(tags=_TAGS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List them."""
        return super().get(request, *args, **kwargs)

    @extend_schema(
        request=shapes.RemarkSerializer,
        responses={201: shapes.RecommendationCommentSerializer},
        tags=_TAGS,
    )
    def post(self, request: Request, number: int) -> Response:
        """Comment on the whole or on a paragraph."""
        row, person = _draft(request, number)
        said = _read(shapes.RemarkSerializer, request)
        about = _paragraph(row, said.get("paragraph"))
        made = _doing(
            person,
            row,
            lambda: discussion.comment(
                actor=person, recommendation=row, paragraph=about, text=said["text"]
            ),
        )
        return Response(shapes.RecommendationCommentSerializer(made).data, status=201)


class AmendmentList(generics.ListAPIView[Amendment]):
    """What was proposed to change in a draft."""

    serializer_class = shapes.AmendmentSerializer
    queryset = Amendment.objects.none()

    def get_queryset(self) -> QuerySet[Amendment]:
        """Return the amendments of the draft, the first first."""
        row, _person = _draft(self.request, self.kwargs["number"])
        return working.with_people(row.amendments.all())

    @extend_schema(tags=_TAGS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List them."""
        return super().get(request, *args, **kwargs)

    @extend_schema(
        request=shapes.ProposedSerializer, responses={201: shapes.AmendmentSerializer}, tags=_TAGS
    )
    def post(self, request: Request, number: int) -> Response:
        """Propose another wording."""
        row, person = _draft(request, number)
        said = _read(shapes.ProposedSerializer, request)
        said["paragraph"] = _paragraph(row, said.get("paragraph"))
        made = _doing(
            person, row, lambda: amendments.propose(actor=person, recommendation=row, **said)
        )
        return Response(shapes.AmendmentSerializer(made).data, status=201)


class AmendmentDetail(APIView):
    """One amendment, for co-chairs to decide upon."""

    @extend_schema(
        request=shapes.DecidedSerializer, responses=shapes.AmendmentSerializer, tags=_TAGS
    )
    def patch(self, request: Request, number: int, pk: UUID) -> Response:
        """Take it, or refuse it with a reason."""
        row, person = _draft(request, number)
        said = _read(shapes.DecidedSerializer, request)
        found = row.amendments.filter(pk=pk).first()
        if found is None:
            raise NotHere

        def decide() -> Amendment:
            if said["state"] == AmendmentState.TAKEN:
                return amendments.take(actor=person, amendment=found, edition=said.get("edition"))
            return amendments.refuse(actor=person, amendment=found, reason=said["reason"])

        return Response(shapes.AmendmentSerializer(_doing(person, row, decide)).data)


class ParagraphDetail(APIView):
    """One paragraph of a draft."""

    @extend_schema(
        request=shapes.WordedSerializer, responses=shapes.ParagraphSerializer, tags=_TAGS
    )
    def patch(self, request: Request, number: int, pk: UUID) -> Response:
        """Word it anew in one language or both."""
        row, person = _draft(request, number)
        said = _read(shapes.WordedSerializer, request)
        found = row.paragraphs.filter(pk=pk).first()
        if found is None:
            raise NotHere
        texts = {name[5:]: text for name, text in said.items() if name.startswith("text_")}
        made = _doing(
            person,
            row,
            lambda: paragraphs.edit(
                actor=person, paragraph=found, texts=texts, edition=said["edition"]
            ),
        )
        return Response(shapes.ParagraphSerializer(made).data)


class EndorsementDetail(APIView):
    """An organisation's word for a draft, said by its delegate."""

    @extend_schema(
        request=shapes.SeenSerializer, responses=shapes.EndorsementSerializer, tags=_TAGS
    )
    def put(self, request: Request, number: int, organisation: UUID) -> Response:
        """Endorse the draft as it is worded."""
        row, person = _draft(request, number)
        said, house = _read(shapes.SeenSerializer, request), _house(organisation)
        made = _doing(
            person,
            row,
            lambda: endorsements.endorse(
                actor=person, recommendation=row, organisation=house, edition=said["edition"]
            ),
        )
        return Response(shapes.EndorsementSerializer(made).data)

    @extend_schema(responses={204: None}, tags=_TAGS)
    def delete(self, request: Request, number: int, organisation: UUID) -> Response:
        """Take the endorsement back."""
        row, person = _draft(request, number)
        house = _house(organisation)
        _doing(
            person,
            row,
            lambda: endorsements.withdraw(actor=person, recommendation=row, organisation=house),
        )
        return Response(status=204)


class ConsentDetail(APIView):
    """A co-chair's own yes to a wording."""

    @extend_schema(request=shapes.SeenSerializer, responses={204: None}, tags=_TAGS)
    def put(self, request: Request, number: int) -> Response:
        """Say yes to the wording of an edition."""
        row, person = _draft(request, number)
        edition = _read(shapes.SeenSerializer, request)["edition"]
        _doing(
            person,
            row,
            lambda: consents.consent(actor=person, recommendation=row, edition=edition),
        )
        return Response(status=204)

    @extend_schema(responses={204: None}, tags=_TAGS)
    def delete(self, request: Request, number: int) -> Response:
        """Take it back."""
        row, person = _draft(request, number)
        _doing(person, row, lambda: consents.take_back(actor=person, recommendation=row))
        return Response(status=204)


class Adoption(APIView):
    """The adoption of a draft."""

    @extend_schema(
        request=shapes.SeenSerializer, responses={201: shapes.VersionSerializer}, tags=_TAGS
    )
    def post(self, request: Request, number: int) -> Response:
        """Adopt the draft; refused until both co-chairs have said yes to this edition."""
        row, person = _draft(request, number)
        edition = _read(shapes.SeenSerializer, request)["edition"]
        made = _doing(
            person, row, lambda: adoption.adopt(actor=person, recommendation=row, edition=edition)
        )
        return Response(shapes.VersionSerializer(made).data, status=201)


def _found(request: Request, number: int) -> Recommendation:
    try:
        return queries.numbered(number)
    except NotHere:
        raise _not_here(request) from None


def _not_here(request: Request) -> Exception:
    # As everywhere in the API: who has not signed in yet may be told after that.
    return NotHere() if request.user.is_authenticated else NotAuthenticated()


def _draft(request: Request | HttpRequest, number: int) -> tuple[Recommendation, Person]:
    person = signed_in(request)
    return queries.draft_for(person, number), person


def _read(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    found = shape(data=request.data)
    found.is_valid(raise_exception=True)
    said: dict[str, Any] = found.validated_data
    return said


def _paragraph(recommendation: Recommendation, pk: UUID | None) -> Paragraph | None:
    if pk is None:
        return None
    found = recommendation.paragraphs.filter(pk=pk).first()
    if found is None:
        raise NotHere
    return found


def _house(pk: UUID) -> Organisation:
    found = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise NotHere
    return found


def _doing(person: Person, recommendation: Recommendation, act: Callable[[], T]) -> T:
    """Do it; an attempt on an adopted text is written down before it is refused."""
    with attempts.noted(person, recommendation):
        return act()
