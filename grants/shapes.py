"""The REST door to grants: the shapes of what is sent."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from grants.models import SAYABLE, ConflictKind, Outcome
from groups.models import Group
from kit.bilingual import CODES, LANGUAGES

Serializer = serializers.Serializer[Any]


def _text() -> serializers.CharField:
    return serializers.CharField(
        required=False, allow_blank=True, default="", trim_whitespace=False
    )


def _language() -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=LANGUAGES, default="en")


class CallFactsSerializer(Serializer):
    """What a call says."""

    title_en, title_ru = _text(), _text()
    text_en, text_ru = _text(), _text()
    rules_en, rules_ru = _text(), _text()
    source_language = _language()
    is_translation_current = serializers.BooleanField(default=False)
    themes = serializers.SlugRelatedField(
        slug_field="slug", queryset=Group.objects.all(), many=True, required=False
    )
    ceiling = serializers.DecimalField(max_digits=12, decimal_places=2)
    currency = serializers.CharField(default="USD", max_length=3)
    least_share = serializers.IntegerField(default=0, min_value=0, max_value=99)
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    zone = serializers.CharField(max_length=60)
    decision_on = serializers.DateField(required=False, allow_null=True, default=None)
    shows_others = serializers.BooleanField(default=True)


class NewCallSerializer(CallFactsSerializer):
    """A call with the address under which it is read."""

    slug = serializers.SlugField(max_length=60)


class CallRevisionSerializer(CallFactsSerializer):
    """A call as it shall be, and the edition that was read."""

    edition = serializers.IntegerField()


class WithdrawalSerializer(Serializer):
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)


class NewCriterionSerializer(Serializer):
    name_en, name_ru = _text(), _text()
    weight = serializers.IntegerField(default=1, min_value=1, max_value=100)
    scale = serializers.IntegerField(default=5, min_value=1, max_value=100)


class NewReviewerSerializer(Serializer):
    email = serializers.EmailField()


class DecisionReleaseSerializer(Serializer):
    """Which decisions are released: of these applications, or all of the call's."""

    applications = serializers.ListField(child=serializers.UUIDField(), required=False)


class HouseSerializer(Serializer):
    """For which organisation somebody acts."""

    organisation_name = serializers.CharField(max_length=200)
    country = serializers.CharField(required=False, allow_blank=True, default="", max_length=2)


class HeadSerializer(Serializer):
    """Titles, summaries, theme and period, and the edition that was read."""

    title_en, title_ru = _text(), _text()
    summary_en, summary_ru = _text(), _text()
    source_language = _language()
    theme = serializers.SlugRelatedField(
        slug_field="slug", queryset=Group.objects.all(), required=False, allow_null=True, default=None
    )  # fmt: skip
    recommendation = serializers.IntegerField(required=False, allow_null=True, default=None)
    starts_on = serializers.DateField(required=False, allow_null=True, default=None)
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    edition = serializers.IntegerField()


class SectionTextSerializer(Serializer):
    text_en, text_ru = _text(), _text()
    source_language = _language()
    edition = serializers.IntegerField()


class BudgetLineSerializer(Serializer):
    partner = serializers.UUIDField()
    name = serializers.CharField(max_length=400)
    asked = serializers.DecimalField(max_digits=14, decimal_places=4, default=Decimal(0))
    own = serializers.DecimalField(max_digits=14, decimal_places=4, default=Decimal(0))


class BudgetSerializer(Serializer):
    lines = BudgetLineSerializer(many=True)
    edition = serializers.IntegerField()


class NewInvitationSerializer(Serializer):
    email = serializers.EmailField()
    language = _language()


class SignatureSerializer(Serializer):
    """Which edition one has read and signs."""

    edition = serializers.IntegerField()


class DeclarationSerializer(Serializer):
    declared = serializers.ChoiceField(choices=[(each.value, each.label) for each in SAYABLE])
    conflict = serializers.ChoiceField(
        choices=ConflictKind.choices, required=False, allow_blank=True, default=""
    )


class MarkSerializer(Serializer):
    criterion = serializers.UUIDField()
    mark = serializers.IntegerField(required=False, allow_null=True, default=None)
    remark = _text()


class ReviewTextSerializer(Serializer):
    """A review as a draft, or for good where `is_final`."""

    marks = MarkSerializer(many=True)
    remarks = _text()
    remarks_for_partners = _text()
    is_final = serializers.BooleanField(default=False)
    edition = serializers.IntegerField()


class VerdictSerializer(Serializer):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    amount = serializers.DecimalField(
        max_digits=12, decimal_places=2, required=False, allow_null=True, default=None
    )
    due_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    reason_en, reason_ru = _text(), _text()
    source_language = _language()


class NewMilestoneSerializer(Serializer):
    title_en, title_ru = _text(), _text()
    due_on = serializers.DateField()
    needs_report = serializers.BooleanField(default=True)


class ReportTextSerializer(Serializer):
    text_en, text_ru = _text(), _text()
    source_language = _language()
    files = serializers.ListField(
        child=serializers.FileField(max_length=400), required=False, default=list
    )


class AwardTextSerializer(Serializer):
    """What the public reads of an award, and the edition that was read."""

    title_en, title_ru = _text(), _text()
    summary_en, summary_ru = _text(), _text()
    source_language = _language()
    edition = serializers.IntegerField()


class AnswerSerializer(Serializer):
    is_accepted = serializers.BooleanField()
    note = _text()


class MadeSerializer(Serializer):
    """The id of what came of it."""

    id = serializers.UUIDField()


def read(kind: type[Serializer], request: Request) -> dict[str, Any]:
    """Return what was sent, checked for shape."""
    read = kind(data=request.data)
    read.is_valid(raise_exception=True)
    said: dict[str, Any] = read.validated_data
    return said


def both(said: dict[str, Any], name: str) -> dict[str, str]:
    """Take a text in both languages out of what was sent."""
    return {code: said.pop(f"{name}_{code}") for code in CODES}


def made_of(row: Any, status: int = 201) -> Response:
    """Answer with the id of what came of it."""
    return Response({"id": str(row.pk)}, status=status)
