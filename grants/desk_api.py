"""The REST door to the rest of what pages offer: criteria and reviewers taken away, marks, conflicts, milestones."""

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import ShownSerializer
from accounts.models import Person
from accounts.people import shown
from accounts.sign_ins import signed_in
from grants import awards, calls, marks, partners, queries, reviews
from grants.api import AwardSerializer, ReviewSerializer
from grants.marks import Row
from grants.models import (
    Application,
    Award,
    Call,
    Declared,
    Invitation,
    Milestone,
    Report,
    Review,
    Reviewer,
)
from grants.shapes import AwardTextSerializer, both, read
from kit.refusals import NotHere
from kit.rules import allows


class ReviewerSerializer(serializers.ModelSerializer[Reviewer]):
    """Who reviews a call, as they show themselves."""

    person = serializers.SerializerMethodField()

    class Meta:
        model = Reviewer
        fields: tuple[str, ...] = ("id", "person", "appointed_at")

    def get_person(self, reviewer: Reviewer) -> dict[str, Any]:
        return ShownSerializer(shown(reviewer.person)).data


class MarksSerializer(serializers.Serializer[Row]):
    """An application in the organisers' table."""

    application = serializers.UUIDField(source="application.pk")
    mean = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)
    spread = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)
    submitted = serializers.IntegerField()
    missing = serializers.IntegerField()
    closed = serializers.IntegerField()


class ConflictSerializer(serializers.ModelSerializer[Review]):
    """A declared conflict; `had_submitted` says that there are marks, which count in nothing."""

    person = serializers.SerializerMethodField()
    had_submitted = serializers.SerializerMethodField()

    class Meta:
        model = Review
        fields: tuple[str, ...] = ("id", "person", "conflict", "declared_at", "had_submitted")

    def get_person(self, review: Review) -> dict[str, Any]:
        return ShownSerializer(shown(review.person)).data

    def get_had_submitted(self, review: Review) -> bool:
        return review.submitted_at is not None


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation that waits; to whom it went is not told."""

    class Meta:
        model = Invitation
        fields: tuple[str, ...] = ("id", "application", "sent_at")


class ReportSerializer(serializers.ModelSerializer[Report]):
    """What was reported, with its files and the answer."""

    files = serializers.SerializerMethodField()

    class Meta:
        model = Report
        fields: tuple[str, ...] = (
            "id", "text_en", "text_ru", "source_language", "translation_state", "state", "sent_at",
            "judged_at", "note", "files",
        )  # fmt: skip

    def get_files(self, report: Report) -> list[dict[str, Any]]:
        rows = report.files.all()
        return [{"id": str(each.pk), "name": each.name, "size": each.size} for each in rows]


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """What is due, and what was reported of it."""

    reports = ReportSerializer(many=True)

    class Meta:
        model = Milestone
        fields: tuple[str, ...] = (
            "id",
            "title_en",
            "title_ru",
            "due_on",
            "needs_report",
            "reports",
        )


def _organised(request: Request, slug: str) -> tuple[Person, Call]:
    actor = signed_in(request)
    found = queries.call_at(actor, slug)
    if not allows("grants.organise", actor, found):
        raise NotHere
    return actor, found


def _judged(request: Request, pk: UUID) -> tuple[Person, Application]:
    actor = signed_in(request)
    found = queries.application_at(actor, pk)
    if not allows("grants.judge", actor, found):
        raise NotHere
    return actor, found


class OneCriterion(APIView):
    """Take a criterion away."""

    @extend_schema(operation_id="grants_criterion_remove", request=None, responses={204: None})
    def delete(self, request: Request, slug: str, pk: UUID) -> Response:
        actor, found = _organised(request, slug)
        row = found.criteria.filter(pk=pk).first()
        if row is None:
            raise NotHere
        calls.remove_criterion(actor=actor, call=found, criterion=row)
        return Response(status=204)


class OneReviewer(APIView):
    """End somebody's reviewing."""

    @extend_schema(operation_id="grants_reviewer_dismiss", request=None, responses={204: None})
    def delete(self, request: Request, slug: str, pk: UUID) -> Response:
        actor, found = _organised(request, slug)
        row = queries.reviewers_of(found).filter(pk=pk).first()
        if row is None:
            raise NotHere
        reviews.dismiss(actor=actor, call=found, reviewer=row)
        return Response(status=204)


class Sitting(APIView):
    """Who reviews a call, for its organisers."""

    @extend_schema(operation_id="grants_reviewers_list", responses=ReviewerSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        _actor, found = _organised(request, slug)
        return Response(ReviewerSerializer(queries.reviewers_of(found), many=True).data)


class Marks(APIView):
    """What the marks of a call's applications come to, the best first, for its organisers."""

    @extend_schema(operation_id="grants_marks_list", responses=MarksSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        actor, found = _organised(request, slug)
        return Response(MarksSerializer(cast("Any", marks.table(found, actor)), many=True).data)


class Conflicts(APIView):
    """Who declared a conflict of interest with an application, for who decides on it."""

    @extend_schema(operation_id="grants_conflicts_list", responses=ConflictSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        _actor, found = _judged(request, pk)
        rows = found.reviews.filter(declared=Declared.CONFLICT)
        rows = rows.select_related("person__organisation")
        return Response(ConflictSerializer(rows, many=True).data)


class GivingBack(APIView):
    """Give a submitted review back to its reviewer."""

    @extend_schema(operation_id="grants_review_return", request=None, responses={204: None})
    def post(self, request: Request, pk: UUID, review_id: UUID) -> Response:
        actor, found = _judged(request, pk)
        reviews.give_back(actor=actor, application=found, person=_reviewer(found, review_id))
        return Response(status=204)


class Lifting(APIView):
    """Let a reviewer declare anew who said by mistake that there is a conflict."""

    @extend_schema(operation_id="grants_review_lift", request=None, responses={204: None})
    def post(self, request: Request, pk: UUID, review_id: UUID) -> Response:
        actor, found = _judged(request, pk)
        reviews.lift(actor=actor, application=found, person=_reviewer(found, review_id))
        return Response(status=204)


@extend_schema_view(get=extend_schema(operation_id="grants_own_reviews_list"))
class OwnReviews(generics.ListAPIView[Review]):
    """One's own reviews, drafts among them."""

    serializer_class = ReviewSerializer

    def get_queryset(self) -> QuerySet[Review]:
        rows = queries.reviews_of(signed_in(self.request))
        return rows.select_related("person__organisation").prefetch_related("scores")


class Invitations(generics.ListAPIView[Invitation]):
    """The invitations that wait for one's answer."""

    serializer_class = InvitationSerializer

    def get_queryset(self) -> QuerySet[Invitation]:
        return queries.invitations_to(signed_in(self.request)).order_by("sent_at", "id")


class Revocation(APIView):
    """Take an invitation back."""

    @extend_schema(operation_id="grants_invitation_revoke", request=None, responses={204: None})
    def post(self, request: Request, pk: UUID, invitation_id: UUID) -> Response:
        actor = signed_in(request)
        found = queries.application_at(actor, pk)
        row = found.invitations.filter(pk=invitation_id).first()
        if row is None:
            raise NotHere
        partners.revoke(actor=actor, application=found, invitation=row)
        return Response(status=204)


class Leaving(APIView):
    """Leave an application to the other partners."""

    @extend_schema(operation_id="grants_application_leave", request=None, responses={204: None})
    def post(self, request: Request, pk: UUID) -> Response:
        actor = signed_in(request)
        partners.leave(actor=actor, application=queries.application_at(actor, pk))
        return Response(status=204)


class AwardTexts(APIView):
    """Write what the public reads of an award."""

    @extend_schema(
        operation_id="grants_award_describe", request=AwardTextSerializer, responses=AwardSerializer
    )
    def put(self, request: Request, pk: UUID) -> Response:
        actor = signed_in(request)
        said = read(AwardTextSerializer, request)
        texts = {name: both(said, name) for name in ("title", "summary")}
        found = queries.award_at(actor, pk)
        awards.describe(actor=actor, award=found, **cast("Any", texts), **said)
        return Response(AwardSerializer(queries.award_at(actor, pk)).data)


class Due(APIView):
    """What is due of an award, with its reports, for its partners and organisers."""

    @extend_schema(operation_id="grants_milestones_list", responses=MilestoneSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        found: Award = queries.award_at(request.user, pk)
        if not allows("grants.follow", signed_in(request), found):
            raise NotHere
        return Response(MilestoneSerializer(queries.milestones_of(found), many=True).data)


class OneMilestone(APIView):
    """Take a milestone away of which nothing was reported."""

    @extend_schema(operation_id="grants_milestone_remove", request=None, responses={204: None})
    def delete(self, request: Request, pk: UUID, milestone_id: UUID) -> Response:
        actor = signed_in(request)
        found = queries.award_at(actor, pk)
        row = found.milestones.filter(pk=milestone_id).first()
        if row is None or not allows("grants.oversee", actor, found):
            raise NotHere
        awards.remove_milestone(actor=actor, award=found, milestone=row)
        return Response(status=204)


def _reviewer(application: Application, review_id: UUID) -> Person:
    row = application.reviews.filter(pk=review_id).select_related("person").first()
    if row is None:
        raise NotHere
    return row.person
