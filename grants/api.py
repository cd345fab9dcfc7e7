"""The REST door to grants, reading: what there is of calls, applications and awards for who asks."""

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import OrganisationSerializer, ShownSerializer
from accounts.people import shown
from accounts.sign_ins import signed_in
from grants import marks, queries, signing
from grants.models import (
    Application,
    Award,
    BudgetLine,
    Call,
    Criterion,
    Decision,
    Partner,
    Review,
    Section,
)
from grants.money import sums_of
from groups.models import Group
from kit.rules import allows

BILINGUAL = ("source_language", "translation_state")


def files_of(thing: Call | Application) -> list[dict[str, Any]]:
    """Return what files a call or an application has; their addresses are made of their ids."""
    rows = thing.files.all()
    return [{"id": str(each.pk), "name": each.name, "size": each.size} for each in rows]


class CriterionSerializer(serializers.ModelSerializer[Criterion]):
    """By what applications are judged."""

    class Meta:
        model = Criterion
        fields: tuple[str, ...] = ("id", "name_en", "name_ru", "weight", "scale")


class CallSerializer(serializers.ModelSerializer[Call]):
    """A call; hours are instants, `zone` is the city whose clock they are told by."""

    themes: serializers.SlugRelatedField[Group] = serializers.SlugRelatedField(
        slug_field="slug", many=True, read_only=True
    )
    criteria = CriterionSerializer(many=True, read_only=True)
    files = serializers.SerializerMethodField()

    class Meta:
        model = Call
        fields: tuple[str, ...] = (
            "id", "slug", "title_en", "title_ru", "text_en", "text_ru", "rules_en", "rules_ru",
            *BILINGUAL, "themes", "ceiling", "currency", "least_share", "opens_at", "closes_at",
            "zone", "decision_on", "published_at", "withdrawn_at", "edition", "criteria", "files",
        )  # fmt: skip

    def get_files(self, call: Call) -> list[dict[str, Any]]:
        return files_of(call)


class PartnerSerializer(serializers.ModelSerializer[Partner]):
    """An organisation that applies, and who acts for it as they show themselves."""

    organisation = OrganisationSerializer()
    person = serializers.SerializerMethodField()
    has_signed = serializers.SerializerMethodField()

    class Meta:
        model = Partner
        fields: tuple[str, ...] = ("id", "organisation", "person", "has_signed")

    def get_person(self, partner: Partner) -> dict[str, Any]:
        return ShownSerializer(shown(partner.person)).data

    def get_has_signed(self, partner: Partner) -> bool:
        edition: int = self.context["edition"]
        return partner.signed_edition == edition


class SectionSerializer(serializers.ModelSerializer[Section]):
    """One part of the text."""

    class Meta:
        model = Section
        fields: tuple[str, ...] = ("kind", "text_en", "text_ru", *BILINGUAL, "edition")


class LineSerializer(serializers.ModelSerializer[BudgetLine]):
    """A line of the budget."""

    class Meta:
        model = BudgetLine
        fields: tuple[str, ...] = ("partner", "name", "asked", "own")


class ToDeclareSerializer(serializers.ModelSerializer[Application]):
    """All that a reviewer sees before they declare: the title, and which organisations apply."""

    call = serializers.CharField(source="call.slug")
    organisations = serializers.SerializerMethodField()

    class Meta:
        model = Application
        fields: tuple[str, ...] = ("id", "call", "title_en", "title_ru", "organisations")

    def get_organisations(self, application: Application) -> list[dict[str, Any]]:
        return [dict(OrganisationSerializer(each.organisation).data) for each in application.acting]


class ApplicationSerializer(serializers.ModelSerializer[Application]):
    """An application in a list."""

    call = serializers.CharField(source="call.slug")

    class Meta:
        model = Application
        fields: tuple[str, ...] = (
            "id", "call", "title_en", "title_ru", *BILINGUAL, "state", "submitted_at",
        )  # fmt: skip


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    """A decision that is released."""

    class Meta:
        model = Decision
        fields: tuple[str, ...] = (
            "outcome", "amount", "reason_en", "reason_ru", *BILINGUAL, "due_at", "released_at",
        )  # fmt: skip


class WholeApplicationSerializer(ApplicationSerializer):
    """An application as its page shows it: text, partners, money, what was released."""

    theme: serializers.SlugRelatedField[Group] = serializers.SlugRelatedField(
        slug_field="slug", read_only=True
    )
    partners = serializers.SerializerMethodField()
    sections = SectionSerializer(many=True, read_only=True)
    lines = LineSerializer(many=True, read_only=True)
    asked = serializers.SerializerMethodField()
    own = serializers.SerializerMethodField()
    share = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField()
    decisions = serializers.SerializerMethodField()

    class Meta(ApplicationSerializer.Meta):
        fields: tuple[str, ...] = (
            *ApplicationSerializer.Meta.fields, "summary_en", "summary_ru", "theme",
            "recommendation", "starts_on", "ends_on", "edition", "head_edition", "budget_edition",
            "due_at", "partners", "sections", "lines", "asked", "own", "share", "files",
            "missing", "decisions",
        )  # fmt: skip

    def get_partners(self, application: Application) -> list[dict[str, Any]]:
        context = {"edition": application.edition}
        return [dict(PartnerSerializer(each, context=context).data) for each in application.acting]

    def get_asked(self, application: Application) -> str:
        return f"{sums_of(application.lines.all()).asked:.2f}"

    def get_own(self, application: Application) -> str:
        return f"{sums_of(application.lines.all()).own:.2f}"

    def get_share(self, application: Application) -> str:
        return f"{sums_of(application.lines.all()).share}"

    def get_files(self, application: Application) -> list[dict[str, Any]]:
        return files_of(application)

    def get_missing(self, application: Application) -> list[dict[str, str]]:
        """Return what keeps it from being handed in, for those who write it."""
        reader = self.context["request"].user
        if not (application.is_writable and allows("grants.write", reader, application)):
            return []
        faults = signing.faults(application)
        return [{"code": one.code, "text": str(one.text), "place": one.place} for one in faults]

    def get_decisions(self, application: Application) -> list[dict[str, Any]]:
        reader = self.context["request"].user
        if not (
            allows("grants.write", reader, application)
            or allows("grants.judge", reader, application)
        ):
            return []
        rows = application.decisions.filter(released_at__isnull=False)
        return [dict(DecisionSerializer(each).data) for each in rows]


class ScoreSerializer(serializers.Serializer[Any]):
    """A mark by one criterion."""

    criterion = serializers.UUIDField(source="criterion_id")
    mark = serializers.IntegerField(allow_null=True)
    remark = serializers.CharField()


class ReviewSerializer(serializers.Serializer[Review]):
    """A review: whose, its marks and remarks."""

    id = serializers.UUIDField()
    application = serializers.UUIDField(source="application_id")
    person = serializers.SerializerMethodField()
    edition = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    remarks = serializers.CharField()
    remarks_for_partners = serializers.CharField()
    scores = ScoreSerializer(many=True)

    def get_person(self, review: Review) -> dict[str, Any]:
        return ShownSerializer(shown(review.person)).data


class AwardSerializer(serializers.ModelSerializer[Award]):
    """A grant as everybody may read it."""

    call = serializers.CharField(source="application.call.slug")
    theme: serializers.SlugRelatedField[Group] = serializers.SlugRelatedField(
        slug_field="slug", source="application.theme", read_only=True
    )
    recommendation = serializers.IntegerField(source="application.recommendation", allow_null=True)
    organisations = serializers.SerializerMethodField()

    class Meta:
        model = Award
        fields: tuple[str, ...] = (
            "id", "call", "title_en", "title_ru", "summary_en", "summary_ru", *BILINGUAL, "amount",
            "currency", "starts_on", "ends_on", "awarded_on", "theme", "recommendation",
            "organisations",
        )  # fmt: skip

    def get_organisations(self, award: Award) -> list[dict[str, Any]]:
        acting = award.application.acting
        return [dict(OrganisationSerializer(each.organisation).data) for each in acting]


class CallList(generics.ListAPIView[Call]):
    """The calls that one may see, the one that closes last in front."""

    serializer_class = CallSerializer

    def get_queryset(self) -> QuerySet[Call]:
        rows = queries.calls_visible_to(self.request.user)
        return rows.prefetch_related("themes", "criteria", "files").order_by("-closes_at", "slug")


class CallDetail(generics.RetrieveAPIView[Call]):
    """One call."""

    serializer_class = CallSerializer

    def get_object(self) -> Call:
        return queries.call_at(self.request.user, self.kwargs["slug"])


class ApplicationList(generics.ListAPIView[Application]):
    """The applications that one may open."""

    serializer_class = ApplicationSerializer

    def get_queryset(self) -> QuerySet[Application]:
        rows = queries.applications_visible_to(self.request.user).select_related("call")
        return rows.order_by("started_at", "id")


class ApplicationDetail(generics.RetrieveAPIView[Application]):
    """One application, whole."""

    serializer_class = WholeApplicationSerializer

    def get_object(self) -> Application:
        return queries.application_at(self.request.user, self.kwargs["pk"])


class ToDeclareList(generics.ListAPIView[Application]):
    """The applications of which one has yet to declare whether one has a conflict of interest."""

    serializer_class = ToDeclareSerializer

    def get_queryset(self) -> QuerySet[Application]:
        return queries.to_declare(signed_in(self.request))


class ReviewList(APIView):
    """The submitted reviews of an application, for who may see them."""

    @extend_schema(operation_id="grants_reviews_list", responses=ReviewSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Return all for organisers; for who reviews the others', once their own is submitted."""
        reader = signed_in(request)
        application = queries.application_at(reader, pk)
        if allows("grants.judge", reader, application):
            found = marks.reviews_for(reader, application)
        elif allows("grants.review", reader, application):
            found = marks.others_reviews(reader, application)
        else:
            found = []
        return Response(ReviewSerializer(cast("Any", found), many=True).data)


class AwardList(generics.ListAPIView[Award]):
    """All awards, for everybody."""

    permission_classes = (AllowAny,)
    serializer_class = AwardSerializer

    def get_queryset(self) -> QuerySet[Award]:
        return queries.published(queries.awards_visible_to(self.request.user))


class AwardDetail(generics.RetrieveAPIView[Award]):
    """One award, for everybody."""

    permission_classes = (AllowAny,)
    serializer_class = AwardSerializer

    def get_object(self) -> Award:
        return queries.award_at(self.request.user, self.kwargs["pk"])
