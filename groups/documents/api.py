"""The REST door to a group's documents, their revisions and files."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import ShownSerializer
from groups import queries
from groups.documents.models import Document, Revision
from groups.documents.queries import (
    document_at,
    documents_of,
    nameable,
    revision_of,
    revisions_of,
    told,
)
from groups.documents.views import hand_out


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """A document; `last_number` is that of the revision that stands now."""

    last_number = serializers.IntegerField()

    class Meta:
        model = Document
        fields: ClassVar[list[str]] = [
            "id", "title_en", "title_ru", "source_language", "translation_state", "is_public",
            "added_at", "revised_at", "last_number",
        ]  # fmt: skip


class RevisionSerializer(serializers.ModelSerializer[Revision]):
    """A revision: a text in one language or both, or a file with its digest (SHA-256)."""

    by = serializers.SerializerMethodField()
    file = serializers.SerializerMethodField()

    class Meta:
        model = Revision
        fields: ClassVar[list[str]] = [
            "number", "at", "by", "note", "note_language", "text_en", "text_ru",
            "source_language", "translation_state", "file", "file_name", "file_kind", "size",
            "digest",
        ]  # fmt: skip

    @extend_schema_field(ShownSerializer)
    def get_by(self, revision: Revision) -> Any:
        return ShownSerializer(told(revision, self.context["named"]).by).data

    @extend_schema_field(OpenApiTypes.URI)
    def get_file(self, revision: Revision) -> str:
        if not revision.is_file:
            return ""
        kwargs = {"slug": self.context["slug"], "document_id": revision.document_id}
        return reverse("api_revision_file", kwargs=kwargs | {"number": revision.number})


class GroupDocuments(generics.ListAPIView[Document]):
    """The documents of a group that one may see, last revised first."""

    serializer_class = DocumentSerializer

    def get_queryset(self) -> QuerySet[Document]:
        return documents_of(queries.group_at(self.kwargs["slug"]), self.request.user)

    @extend_schema(operation_id="groups_documents_list", tags=["groups"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List them, a page at a time."""
        return self.list(request, *args, **kwargs)


class DocumentRevisions(generics.ListAPIView[Revision]):
    """The revisions of a document, the last one first: with texts, and addresses of files."""

    serializer_class = RevisionSerializer

    def get_queryset(self) -> QuerySet[Revision]:
        group = queries.group_at(self.kwargs["slug"])
        return revisions_of(document_at(group, self.request.user, self.kwargs["document_id"]))

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context()
        # Asked for without a request, when the schema is written.
        slug = self.kwargs.get("slug", "")
        named = nameable(queries.group_at(slug), self.request.user) if slug else frozenset()
        return {**context, "slug": slug, "named": named}

    @extend_schema(operation_id="groups_documents_revisions_list", tags=["groups"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List them, a page at a time."""
        return self.list(request, *args, **kwargs)


class RevisionFile(APIView):
    """The file of a revision."""

    @extend_schema(
        operation_id="groups_documents_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        tags=["groups"],
    )
    def get(self, request: Request, slug: str, document_id: UUID, number: int) -> HttpResponse:
        """Return it, to be saved; a text has none."""
        found = document_at(queries.group_at(slug), request.user, document_id)
        return hand_out(revision_of(found, number))
