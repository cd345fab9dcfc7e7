"""Recommendations as JSON: what was adopted, drafts, what is said of them; people as they wish to be seen."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api import ShownSerializer
from kit.bilingual import LANGUAGES, TranslationState
from records.recommendations.models import (
    AdoptedParagraph,
    Amendment,
    AmendmentState,
    Comment,
    Endorsement,
    Paragraph,
    Standing,
    Version,
)
from records.recommendations.queries import Row
from records.recommendations.speakers import speaker


class RecommendationSerializer(serializers.Serializer[Row]):
    """A recommendation in a list; its titles are those of its last version, else of its draft."""

    id = serializers.UUIDField(source="recommendation.pk")
    number = serializers.IntegerField(source="recommendation.number")
    group = serializers.SlugField(source="recommendation.group.slug", default=None)
    title_en = serializers.SerializerMethodField()
    title_ru = serializers.SerializerMethodField()
    standing = serializers.ChoiceField(choices=Standing.choices)
    version = serializers.IntegerField(
        source="version.number", default=None, help_text="the last adopted one; null for a draft"
    )
    adopted_at = serializers.DateTimeField(source="version.adopted_at", default=None)

    def get_title_en(self, row: Row) -> str:
        return (row.version or row.recommendation).title_en

    def get_title_ru(self, row: Row) -> str:
        return (row.version or row.recommendation).title_ru


class AdoptedParagraphSerializer(serializers.ModelSerializer[AdoptedParagraph]):
    """A paragraph of an adopted text."""

    class Meta:
        model = AdoptedParagraph
        fields: tuple[str, ...] = ("id", "number", "text_en", "text_ru", "source_language")
        read_only_fields = fields


class EndorsedSerializer(serializers.Serializer[Any]):
    """An organisation that stood behind a text when it was adopted."""

    organisation = serializers.UUIDField()
    edition = serializers.IntegerField()
    is_of_this = serializers.BooleanField(help_text="whether of the adopted wording")


class VersionSerializer(serializers.ModelSerializer[Version]):
    """An adopted text: it never changes, and its digest proves it."""

    recommendation = serializers.IntegerField(source="recommendation.number")
    paragraphs = AdoptedParagraphSerializer(many=True)
    sides = serializers.SerializerMethodField(help_text="the sides whose co-chairs adopted it")
    endorsements = EndorsedSerializer(many=True)

    class Meta:
        model = Version
        fields: tuple[str, ...] = (
            "id",
            "recommendation",
            "number",
            "title_en",
            "title_ru",
            "source_language",
            "adopted_at",
            "sides",
            "endorsements",
            "digest",
            "paragraphs",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_sides(self, version: Version) -> list[str]:
        return [each["side"] for each in version.consents]


class ParagraphSerializer(serializers.ModelSerializer[Paragraph]):
    """A paragraph of a draft; `edition` goes back with a change of it."""

    number = serializers.IntegerField(source="position")

    class Meta:
        model = Paragraph
        fields: tuple[str, ...] = (
            "id",
            "number",
            "text_en",
            "text_ru",
            "source_language",
            "translation_state",
            "edition",
        )
        read_only_fields = fields


class DraftSerializer(serializers.Serializer[Any]):
    """A draft, for who may see it."""

    title_en = serializers.CharField()
    title_ru = serializers.CharField()
    source_language = serializers.ChoiceField(choices=LANGUAGES)
    translation_state = serializers.ChoiceField(choices=TranslationState.choices)
    edition = serializers.IntegerField()
    is_open = serializers.BooleanField()
    paragraphs = ParagraphSerializer(many=True, source="present")


class RecommendationDetailSerializer(serializers.Serializer[Any]):
    """A recommendation: its last version, and its draft where the reader may see one."""

    id = serializers.UUIDField(source="recommendation.pk")
    number = serializers.IntegerField(source="recommendation.number")
    group = serializers.SlugField(source="recommendation.group.slug", default=None)
    standing = serializers.ChoiceField(choices=Standing.choices)
    versions = serializers.ListField(child=serializers.IntegerField())
    version = VersionSerializer(allow_null=True)
    draft = DraftSerializer(allow_null=True)


class RecommendationCommentSerializer(serializers.ModelSerializer[Comment]):
    """What somebody said; one that was taken back is empty."""

    who = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields: tuple[str, ...] = ("id", "paragraph", "text", "lang", "at", "withdrawn_at", "who")
        read_only_fields = fields

    @extend_schema_field(ShownSerializer(allow_null=True))
    def get_who(self, comment: Comment) -> Any:
        return None if comment.withdrawn_at else ShownSerializer(speaker(comment)).data


class AmendmentSerializer(serializers.ModelSerializer[Amendment]):
    """Another wording that somebody proposed, and what became of it."""

    who = serializers.SerializerMethodField()

    class Meta:
        model = Amendment
        fields: tuple[str, ...] = (
            "id",
            "paragraph",
            "edition",
            "language",
            "text",
            "grounds",
            "at",
            "state",
            "decided_at",
            "reason",
            "who",
        )
        read_only_fields = fields

    @extend_schema_field(ShownSerializer())
    def get_who(self, amendment: Amendment) -> Any:
        return ShownSerializer(speaker(amendment)).data


class EndorsementSerializer(serializers.ModelSerializer[Endorsement]):
    """That an organisation stands behind a draft, and of which edition."""

    class Meta:
        model = Endorsement
        fields: tuple[str, ...] = ("organisation", "edition", "at")
        read_only_fields = fields


class RemarkSerializer(serializers.Serializer[Any]):
    """A comment to be made."""

    text = serializers.CharField()
    paragraph = serializers.UUIDField(required=False, allow_null=True)


class ProposedSerializer(serializers.Serializer[Any]):
    """An amendment to be made: an empty text takes the paragraph out, without one it is a new one."""

    language = serializers.ChoiceField(choices=LANGUAGES)
    text = serializers.CharField(allow_blank=True)
    grounds = serializers.CharField(allow_blank=True, default="")
    paragraph = serializers.UUIDField(required=False, allow_null=True)
    edition = serializers.IntegerField(min_value=0, default=0)


class DecidedSerializer(serializers.Serializer[Any]):
    """What becomes of an amendment; a refusal has a reason."""

    state = serializers.ChoiceField(choices=[AmendmentState.TAKEN, AmendmentState.REFUSED])
    reason = serializers.CharField(allow_blank=True, default="")
    edition = serializers.IntegerField(min_value=0, required=False)


class SeenSerializer(serializers.Serializer[Any]):
    """Which edition of the draft one has read."""

    edition = serializers.IntegerField(min_value=0)


class WordedSerializer(serializers.Serializer[Any]):
    """Another wording of a paragraph, in one language or both, and the edition that it replaces."""

    text_en = serializers.CharField(allow_blank=True, required=False)
    text_ru = serializers.CharField(allow_blank=True, required=False)
    edition = serializers.IntegerField(min_value=0)
