"""The REST door to work plans: a plan with its aims and steps, a step with its history, writing steps."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import OrganisationSerializer, ShownSerializer
from accounts.models import Organisation, Person
from accounts.sign_ins import signed_in
from groups import queries as groups
from groups.plans import history, queries, reading, steps
from groups.plans.faces import faces
from groups.plans.models import Plan, Step, StepState
from groups.plans.reading import AimRow, Sheet, StepRow
from groups.plans.writing import LONGEST_TEXT, LONGEST_TITLE
from kit.bilingual import LANGUAGES
from live import clock

_HISTORY = 200


class StepSerializer(serializers.Serializer[StepRow]):
    """A step as you see it; `owner` is null where nobody does it or you may not know who.

    `stale` is `overdue`, `idle` or empty. Send `edition` back when you change it.
    """

    id = serializers.UUIDField(source="step.pk")
    aim = serializers.UUIDField(source="step.aim_id")
    title_en = serializers.CharField(source="step.title_en")
    title_ru = serializers.CharField(source="step.title_ru")
    source_language = serializers.ChoiceField(choices=LANGUAGES, source="step.source_language")
    translation_state = serializers.CharField(source="step.translation_state")
    state = serializers.ChoiceField(choices=StepState.choices, source="step.state")
    due_on = serializers.DateField(source="step.due_on", allow_null=True)
    has_owner = serializers.SerializerMethodField()
    owner = ShownSerializer(allow_null=True)
    organisation = OrganisationSerializer(source="step.organisation", allow_null=True)
    note_en = serializers.CharField(source="step.note_en")
    note_ru = serializers.CharField(source="step.note_ru")
    reason_en = serializers.CharField(source="step.reason_en")
    reason_ru = serializers.CharField(source="step.reason_ru")
    stale = serializers.CharField()
    touched_at = serializers.DateTimeField(source="step.touched_at")
    edition = serializers.IntegerField(source="step.edition")

    def get_has_owner(self, row: StepRow) -> bool:
        return row.step.owner_id is not None


class PlanAimSerializer(serializers.Serializer[AimRow]):
    """An aim with its steps, in their order."""

    id = serializers.UUIDField(source="aim.pk")
    title_en = serializers.CharField(source="aim.title_en")
    title_ru = serializers.CharField(source="aim.title_ru")
    about_en = serializers.CharField(source="aim.about_en")
    about_ru = serializers.CharField(source="aim.about_ru")
    source_language = serializers.ChoiceField(choices=LANGUAGES, source="aim.source_language")
    translation_state = serializers.CharField(source="aim.translation_state")
    edition = serializers.IntegerField(source="aim.edition")
    steps = StepSerializer(many=True)


class PlanSerializer(serializers.Serializer[Sheet]):
    """A work plan as you see it."""

    id = serializers.UUIDField(source="plan.pk")
    group = serializers.SlugField(source="plan.group.slug", default=None, allow_null=True)
    project = serializers.UUIDField(source="plan.project_id", allow_null=True)
    is_public = serializers.BooleanField(source="plan.is_public")
    aims = PlanAimSerializer(many=True)


class ChangeSerializer(serializers.Serializer[history.Line]):
    """One change: `kind` is `added`, `field`, `away` or `back`; `by` is null where you may not know."""

    at = serializers.DateTimeField()
    by = ShownSerializer(allow_null=True)
    kind = serializers.CharField()
    what = serializers.CharField(source="label")
    was = serializers.CharField()
    now = serializers.CharField()


class StepWithHistorySerializer(serializers.Serializer[dict[str, Any]]):
    """A step and its last changes, the latest first."""

    step = StepSerializer()
    history = ChangeSerializer(many=True)


class StepTextsSerializer(serializers.Serializer[Step]):
    """What a step shall say. `mine` makes you who does it; false, where it is you, makes it nobody."""

    title_en = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TITLE)
    title_ru = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TITLE)
    state = serializers.ChoiceField(choices=StepState.choices, required=False)
    due_on = serializers.DateField(required=False, allow_null=True)
    mine = serializers.BooleanField(required=False)
    organisation = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.all(), required=False, allow_null=True
    )
    note_en = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT)
    note_ru = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT)
    reason_en = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT)
    reason_ru = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT)


class StepChangesSerializer(StepTextsSerializer):
    """What a step shall say; what is left out stays.

    `edition` is the one that you saw: what another has changed since stays, unless you change the same
    field; that is refused as `plan.edited`, with what stands there now.
    """

    edition = serializers.IntegerField(min_value=0)


class NewStepSerializer(StepTextsSerializer):
    """A new step, at the end of an aim."""

    aim = serializers.UUIDField()
    source_language = serializers.ChoiceField(choices=LANGUAGES, default="en")


class GroupPlan(APIView):
    """The work plan of a group."""

    @extend_schema(tags=["groups"], operation_id="groups_plan_retrieve", responses=PlanSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """Return it to who may read it; an empty one has no aims."""
        plan = queries.plan_of(groups.group_at(slug))
        return _plan(request, queries.demand_readable(request.user, plan))


class PlanDetail(APIView):
    """The work plan of a group or of a joint project, by its own key."""

    @extend_schema(tags=["groups"], operation_id="plans_retrieve", responses=PlanSerializer)
    def get(self, request: Request, plan_id: UUID) -> Response:
        """Return it to who may read it."""
        return _plan(request, queries.plan_at(request.user, plan_id))


class StepList(APIView):
    """The steps of a plan."""

    @extend_schema(
        tags=["groups"],
        operation_id="plans_steps_create",
        request=NewStepSerializer,
        responses={201: StepSerializer},
    )
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Add a step."""
        plan = queries.plan_at(request.user, plan_id)
        sent = NewStepSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = _said(request, sent.validated_data, None)
        aim = queries.aim_at(plan, said.pop("aim"))
        made = steps.add(actor=signed_in(request), aim=aim, **said)
        return Response(_row(request, plan, made.pk), status=201)


class StepDetail(APIView):
    """One step of a plan."""

    @extend_schema(
        tags=["groups"],
        operation_id="plans_steps_retrieve",
        responses=StepWithHistorySerializer,
    )
    def get(self, request: Request, plan_id: UUID, step_id: UUID) -> Response:
        """Return it with its last 200 changes."""
        plan = queries.plan_at(request.user, plan_id)
        step = queries.step_for(request.user, plan, step_id)
        changes = queries.changes_of(plan, request.user).filter(step=step)[:_HISTORY]
        found = {
            "step": reading.row_of(step, faces(request.user, plan), clock.now()),
            "history": history.lines(changes, faces(request.user, plan)),
        }
        return Response(StepWithHistorySerializer(found).data)

    @extend_schema(
        tags=["groups"],
        operation_id="plans_steps_update",
        request=StepChangesSerializer,
        responses=StepSerializer,
    )
    def patch(self, request: Request, plan_id: UUID, step_id: UUID) -> Response:
        """Change what is named and leave the rest."""
        plan = queries.plan_at(request.user, plan_id)
        step = queries.step_for(request.user, plan, step_id)
        sent = StepChangesSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = _said(request, sent.validated_data, step)
        seen = said.pop("edition")
        steps.change(actor=signed_in(request), step=step, seen=seen, **said)
        return Response(_row(request, plan, step.pk))


def _said(request: Request, sent: dict[str, Any], step: Step | None) -> dict[str, Any]:
    """Return what the verb takes: people are not named by keys here, only "I do it" can be said."""
    said = dict(sent)
    is_mine = said.pop("mine", None)
    person: Person = signed_in(request)
    if is_mine:
        said["owner"] = person
    elif is_mine is False and step is not None and step.owner_id == person.pk:
        said["owner"] = None
    return said


def _plan(request: Request, plan: Plan) -> Response:
    return Response(PlanSerializer(reading.sheet(request.user, plan)).data)


def _row(request: Request, plan: Plan, step_id: UUID) -> Any:
    step = queries.step_at(plan, step_id)
    row = reading.row_of(step, faces(request.user, plan), clock.now())
    return StepSerializer(row).data
