"""The REST door to files: added as a form with the field `file`, handed out to who may read what they belong to."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.sign_ins import signed_in
from grants import attachments, files, queries
from grants.files import handed_out
from grants.shapes import MadeSerializer, made_of, read
from grants.views.doors import content_of
from kit.refusals import NotHere
from kit.rules import allows


class UploadSerializer(serializers.Serializer[Any]):
    """A file, in a form."""

    file = serializers.FileField(max_length=400)


class NewCallFile(APIView):
    """Add a file for those who apply."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="grants_call_file_add",
        request={"multipart/form-data": UploadSerializer},
        responses=MadeSerializer,
    )
    def post(self, request: Request, slug: str) -> Response:
        actor = signed_in(request)
        found = queries.call_at(actor, slug)
        if not allows("grants.organise", actor, found):
            raise NotHere
        name, content = sent(request)
        made = attachments.add_to_call(actor=actor, call=found, name=name, content=content)
        return made_of(made)


class CallFile(APIView):
    """Take a file of a call away."""

    @extend_schema(operation_id="grants_call_file_remove", request=None, responses={204: None})
    def delete(self, request: Request, slug: str, pk: UUID) -> Response:
        actor = signed_in(request)
        found = queries.call_at(actor, slug)
        row = found.files.filter(pk=pk).first()
        if row is None or not allows("grants.organise", actor, found):
            raise NotHere
        attachments.remove_from_call(actor=actor, call=found, attachment=row)
        return Response(status=204)


class NewApplicationFile(APIView):
    """Add a file to an application: a change like any other."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="grants_application_file_add",
        request={"multipart/form-data": UploadSerializer},
        responses=MadeSerializer,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        actor = signed_in(request)
        found = queries.application_at(actor, pk)
        name, content = sent(request)
        add = attachments.add_to_application
        return made_of(add(actor=actor, application=found, name=name, content=content))


class ApplicationFile(APIView):
    """Take a file of an application away."""

    @extend_schema(
        operation_id="grants_application_file_remove", request=None, responses={204: None}
    )
    def delete(self, request: Request, pk: UUID, file_id: UUID) -> Response:
        actor = signed_in(request)
        found = queries.application_at(actor, pk)
        row = found.files.filter(pk=file_id).first()
        if row is None:
            raise NotHere
        attachments.remove_from_application(actor=actor, application=found, attachment=row)
        return Response(status=204)


class File(APIView):
    """A file of a call, an application or a report."""

    @extend_schema(
        operation_id="grants_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """Return it, to be saved."""
        return handed_out(files.file_at(request.user, pk))


def sent(request: Request) -> tuple[str, bytes]:
    """Return name and content of the file that was sent."""
    file: UploadedFile[Any] = read(UploadSerializer, request)["file"]
    return content_of(file)
