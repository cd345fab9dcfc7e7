"""The REST door: a session's sheet as JSON, for organisers."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from attendance import documents
from attendance.reading import readable
from attendance.sheets import sheet


class CorrectionSerializer(serializers.Serializer[object]):
    """What an organiser put right, with author and reason; never changed afterwards."""

    was_there = serializers.BooleanField()
    # "from" is no name that Python lets a class have.
    vars()["from"] = serializers.DateTimeField()
    until = serializers.DateTimeField()
    author = serializers.CharField()
    reason = serializers.CharField()
    made_at = serializers.DateTimeField()


class AttendanceSerializer(serializers.Serializer[object]):
    """One person's line on the sheet; `seconds` is strict, `share` is of the session's length."""

    email = serializers.CharField()
    name = serializers.CharField()
    organisation = serializers.CharField()
    country = serializers.CharField(help_text="ISO 3166-1 alpha-2")
    first_join = serializers.DateTimeField(
        help_text="As measured; of who was never measured, as a correction says"
    )
    last_leave = serializers.DateTimeField()
    seconds = serializers.IntegerField(min_value=0, help_text="As measured: never too high")
    share = serializers.FloatField(min_value=0, max_value=1)
    person = serializers.UUIDField()
    side = serializers.CharField(help_text="Code of the programme's side; empty for others")
    bridged_seconds = serializers.IntegerField(
        min_value=0, help_text="Gaps of up to three minutes counted too"
    )
    corrected_seconds = serializers.IntegerField(
        min_value=0, help_text="`seconds` with organisers' corrections"
    )
    corrected_share = serializers.FloatField(min_value=0, max_value=1)
    seconds_may_lack = serializers.IntegerField(min_value=0)
    bridged_may_exceed = serializers.IntegerField(min_value=0)
    heads_at_screen = serializers.IntegerField(
        min_value=1, help_text="How many people shared this person's screen, as confirmed"
    )
    corrections = CorrectionSerializer(many=True)
    rule = serializers.CharField(help_text="How it was counted, and by how much it may be wrong")
    disruptions = serializers.IntegerField(
        min_value=0, help_text="How many times what was measured broke off, its end included"
    )
    organisation_confirmed = serializers.BooleanField(
        help_text="Whether a confirmed registration or a membership gives it, or the person alone"
    )
    signed_in_at_screen = serializers.IntegerField(
        min_value=1, help_text="How many of the heads at this screen are signed in themselves"
    )
    names_at_screen = serializers.ListField(
        child=serializers.CharField(), help_text="Names of the others there, as confirmed"
    )


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
        return Response(documents.as_list(sheet(session)))
