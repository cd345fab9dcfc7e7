"""The REST door: a session's sheet as JSON, for organisers."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from attendance import documents, queries
from attendance.views import readable


class AttendanceSerializer(serializers.Serializer[object]):
    """One person's line on the sheet; `seconds` is strict, `share` is of the session's length."""

    email = serializers.CharField()
    name = serializers.CharField()
    organisation = serializers.CharField()
    country = serializers.CharField(help_text="ISO 3166-1 alpha-2")
    first_join = serializers.DateTimeField()
    last_leave = serializers.DateTimeField()
    seconds = serializers.IntegerField(min_value=0)
    share = serializers.FloatField(min_value=0, max_value=1)


class AttendanceView(APIView):
    """Who was in a session, from when to when."""

    @extend_schema(
        operation_id="sessions_attendance_list",
        responses=AttendanceSerializer(many=True),
        tags=["sessions"],
    )
    def get(self, request: Request, room_id: UUID) -> Response:
        """Return the sheet; a session whose sheet one may not read is not found."""
        session = readable(request.user, room_id)
        return Response(documents.as_list(queries.sheet(session)))
