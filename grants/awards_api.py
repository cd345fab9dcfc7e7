"""The REST door to reviews, milestones and reports: each address ends in the verb that the page's form ends in."""

from datetime import date
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Person
from accounts.sign_ins import signed_in
from grants import awards, queries, reviews
from grants.api import AwardSerializer, ReviewSerializer
from grants.models import Application, Milestone, Report
from grants.reviews import Mark
from grants.shapes import (
    AnswerSerializer,
    DeclarationSerializer,
    MadeSerializer,
    NewMilestoneSerializer,
    ReportTextSerializer,
    ReviewTextSerializer,
    both,
    made_of,
    read,
)
from grants.views.doors import content_of
from kit.refusals import NotHere
from kit.rules import allows


def _own(request: Request, pk: UUID) -> tuple[Person, Application]:
    actor = signed_in(request)
    return actor, queries.application_at(actor, pk)


class Declaration(APIView):
    """Declare whether one has a conflict of interest."""

    @extend_schema(
        operation_id="grants_review_declare", request=DeclarationSerializer, responses={204: None}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor = signed_in(request)
        found = queries.declarable_at(actor, pk)
        reviews.declare(actor=actor, application=found, **read(DeclarationSerializer, request))
        return Response(status=204)


class OwnReview(APIView):
    """One's own review: read and written."""

    @extend_schema(operation_id="grants_review_read", responses=ReviewSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        actor, found = _own(request, pk)
        if not allows("grants.review", actor, found):
            raise NotHere
        row = found.reviews.prefetch_related("scores").get(person=actor)
        return Response(ReviewSerializer(row).data)

    @extend_schema(
        operation_id="grants_review_write", request=ReviewTextSerializer, responses=MadeSerializer
    )
    def put(self, request: Request, pk: UUID) -> Response:
        actor, found = _own(request, pk)
        said = read(ReviewTextSerializer, request)
        marks = {
            each["criterion"]: Mark(each["mark"], each["remark"]) for each in said.pop("marks")
        }
        made = reviews.write(actor=actor, application=found, marks=marks, **said)
        return made_of(made, status=200)


class NewMilestone(APIView):
    """Add a milestone to an award."""

    @extend_schema(
        operation_id="grants_milestone_add",
        request=NewMilestoneSerializer,
        responses=MadeSerializer,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor = signed_in(request)
        found = queries.award_at(actor, pk)
        said = read(NewMilestoneSerializer, request)
        title = both(said, "title")
        due_on: date = said.pop("due_on")
        made = awards.add_milestone(actor=actor, award=found, title=title, due_on=due_on, **said)
        return made_of(made)


class NewReport(APIView):
    """Report of a milestone; with files it is sent as a form, the files in `files`."""

    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(
        operation_id="grants_report_send", request=ReportTextSerializer, responses=MadeSerializer
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor = signed_in(request)
        rows = Milestone.objects.select_related("award__application__call")
        row = rows.filter(pk=pk).first()
        if row is None or not allows("grants.follow", actor, row.award):
            raise NotHere
        said = read(ReportTextSerializer, request)
        text = both(said, "text")
        papers = [content_of(each) for each in said.pop("files")]
        made = awards.report(actor=actor, milestone=row, text=text, files=papers, **said)
        return made_of(made)


class Answer(APIView):
    """Accept a report, or return it."""

    @extend_schema(
        operation_id="grants_report_answer", request=AnswerSerializer, responses=AwardSerializer
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor = signed_in(request)
        rows = Report.objects.select_related("milestone__award__application__call")
        row = rows.filter(pk=pk).first()
        if row is None or not allows("grants.follow", actor, row.milestone.award):
            raise NotHere
        awards.judge(actor=actor, report=row, **read(AnswerSerializer, request))
        found = queries.award_at(actor, row.milestone.award_id)
        return Response(AwardSerializer(found).data)
