"""The REST door to one's own agenda: what is on it, and the star that puts a session there."""

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Person
from kit.refusals import NotHere
from sessions.api import SessionSerializer
from sessions.models import Session
from sessions.programme import stars
from sessions.programme.mine import of_person


class StarSerializer(serializers.Serializer[Any]):
    """Whether a session is on your own agenda."""

    is_starred = serializers.BooleanField()


class StarView(APIView):
    """Your star on a session; nobody else sees it."""

    @extend_schema(tags=["sessions"], request=None, responses=StarSerializer)
    def put(self, request: Request, room_id: UUID) -> Response:
        """Star it; a second time changes nothing."""
        stars.star(actor=cast("Person", request.user), session=_session(room_id))
        return Response({"is_starred": True})

    @extend_schema(tags=["sessions"], request=None, responses=StarSerializer)
    def delete(self, request: Request, room_id: UUID) -> Response:
        """Take the star away."""
        stars.unstar(actor=cast("Person", request.user), session=_session(room_id))
        return Response({"is_starred": False})


@extend_schema_view(get=extend_schema(tags=["sessions"], operation_id="me_agenda_list"))
class OwnAgenda(generics.ListAPIView[Session]):
    """What you starred, have a role in, or meet for with your group, in the order of the hours."""

    serializer_class = SessionSerializer
    queryset = Session.objects.none()

    def get_queryset(self) -> QuerySet[Session]:
        """Return them, past and to come."""
        return of_person(cast("Person", self.request.user)).order_by("starts_at", "id")


def _session(room_id: UUID) -> Session:
    found = Session.objects.filter(pk=room_id).first()
    if found is None:
        raise NotHere
    return found
