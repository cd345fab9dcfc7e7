"""The room without a WebSocket: a ticket, a command by POST, what I missed by GET."""

from typing import Any, cast
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from kit.refusals import Refused
from live import dispatch, epochs, presence, rooms, snapshots, streams, tickets, waiting
from live.fanout import running
from live.frames import MAX_BYTES, BadFrameError, CommandFrame, read
from live.streams import Room

PAGE = 1000
# Seconds; no longer than between two heartbeats, or a stay by polling would lose more at its end.
MAX_WAIT = 10

_refusal = inline_serializer(
    "Refusal",
    {
        "code": serializers.CharField(),
        "text": serializers.CharField(),
        "field": serializers.CharField(required=False),
        "retry_in": serializers.FloatField(required=False),
    },
)


class RoomView(APIView):
    """A door of one room; `kind` is set where it is mounted."""

    kind = ""

    def room(self, room_id: UUID) -> Room:
        """Return the room that the address names."""
        return Room(self.kind, str(room_id))


class TicketThrottle(UserRateThrottle):
    """Tickets are cheap but not free: 60 a minute for one person."""

    rate = "60/min"
    scope = "ticket"


class TicketView(RoomView):
    """Hands out the right to enter: one use, sixty seconds."""

    throttle_classes = (TicketThrottle,)

    @extend_schema(
        request=None,
        responses={
            200: inline_serializer(
                "Ticket", {"ticket": serializers.CharField(), "url": serializers.CharField()}
            ),
            404: _refusal,
        },
    )
    def post(self, request: Request, room_id: UUID) -> Response:
        """Return a ticket and the address of the socket that takes it."""
        room = self.room(room_id)
        rooms.admitted(room, request.user)
        person = _person_of(request)
        epoch = epochs.epochs([person])[person]
        ticket = tickets.issue(room, person, credential_of(request).mark, epoch)
        scheme = "wss" if request.is_secure() else "ws"
        return Response({"ticket": ticket, "url": f"{scheme}://{request.get_host()}/live/"})


class FrameParser(BaseParser):
    """Reads a command as a socket does: the same bounds, and nothing that a client sends breaks it."""

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, CommandFrame]:
        """Return the command as `frame`, or refuse what is none."""
        try:
            frame = read(stream.read(MAX_BYTES + 1))
        except BadFrameError as bad:
            raise Refused(bad.code, _("This is not a command."), status=400) from bad
        if not isinstance(frame, CommandFrame):
            raise Refused("frame.no_command", _("This is not a command."), status=400)
        return {"frame": frame}


class CommandsView(RoomView):
    """Takes the commands that a socket takes, with the same answers."""

    parser_classes = (FrameParser,)

    @extend_schema(
        request=inline_serializer(
            "Command",
            {
                "id": serializers.UUIDField(),
                "name": serializers.CharField(),
                "data": serializers.DictField(required=False),
            },
        ),
        responses={
            200: inline_serializer(
                "CommandReply",
                {
                    "id": serializers.UUIDField(),
                    "ok": serializers.BooleanField(),
                    "data": serializers.DictField(required=False),
                    "code": serializers.CharField(required=False),
                    "text": serializers.CharField(required=False),
                    "retry_in": serializers.FloatField(required=False),
                },
            ),
            400: _refusal,
            404: _refusal,
        },
    )
    def post(self, request: Request, room_id: UUID) -> Response:
        """Carry out one command; a refusal is a reply too, with the status that fits it."""
        room = self.room(room_id)
        rooms.admitted(room, request.user)
        parsed = request.data
        frame = parsed.get("frame") if isinstance(parsed, dict) else None
        if frame is None:
            raise Refused("frame.not_json", _("This is not a command."), status=400)
        reply = dispatch.run(actor=request.user, room=room, frame=frame)
        return Response(_plain(reply.as_dict()), status=reply.status)


class EventsView(RoomView):
    """Tells what happened after the numbers that a client has seen; asking renews its lease."""

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "seen", OpenApiTypes.STR, many=True, description="stream:number, e.g. room:17"
            ),
            OpenApiParameter(
                "wait", OpenApiTypes.INT, description="seconds to wait for something new, up to 10"
            ),
        ],
        responses={
            200: inline_serializer(
                "EventPage",
                {
                    "as_of": serializers.DictField(child=serializers.IntegerField()),
                    "events": serializers.ListField(child=serializers.DictField()),
                    "more": serializers.BooleanField(),
                    "snapshot": serializers.DictField(required=False),
                    "you": serializers.DictField(),
                    "people": serializers.DictField(),
                },
            ),
            404: _refusal,
        },
    )
    def get(self, request: Request, room_id: UUID) -> Response:
        """Return up to 1,000 events; without `seen`, the state instead (`snapshot`).

        With `wait` an answer without news comes when there is some, or after so many seconds.
        """
        room = self.room(room_id)
        subject, admission = rooms.admitted(room, request.user)
        person = _person_of(request)
        epoch = epochs.epochs([person])[person]
        if rooms.kind_of(room).counts(subject):
            presence.poll(room, person)
            _presence_moved()
        seen = _seen(request.query_params.getlist("seen"))
        page = _page(room, admission, person, seen)
        here = presence.present(room)
        page["you"] = _plain({"id": person, "may": list(admission.may), **admission.extra})
        page["people"] = _plain({"count": len(here), "here": sorted(here)[: presence.LISTED]})
        answer = Response(page)
        seconds = _wait(request.query_params.get("wait", ""))
        if seconds and seen and not page["events"] and not _has_waited(request):
            answer.waited = waiting.Waited(  # type: ignore[attr-defined]
                room,
                person,
                epoch,
                rooms.streams_of(room, admission, person),
                page["as_of"],
                seconds,
            )
        return answer


def credential_of(request: Request) -> tickets.Credential:
    """Return what the request was signed in with: an API token's id, or the cookie session."""
    token = getattr(request.auth, "pk", None)
    if token is not None:
        return tickets.Credential("token", str(token))
    return tickets.Credential("cookie", request.session.session_key or "")


def _person_of(request: Request) -> UUID:
    return cast("UUID", request.user.pk)


def _page(
    room: Room, admission: rooms.Admission, person: UUID, seen: dict[str, int]
) -> dict[str, Any]:
    names = rooms.streams_of(room, admission, person)
    heads = streams.heads(names.values())
    if not seen or any(seen.get(short, 0) > heads[stream] for short, stream in names.items()):
        # As on a socket: a number above the head is no error, it brings the state.
        caught = snapshots.catch_up(room, person, admission, {})
        return {**msgspec.json.decode(f"{{{caught.json()}}}".encode()), "more": False}
    events: list[Any] = []
    as_of: dict[str, int] = {}
    more = False
    for short, stream in names.items():
        after = seen.get(short, 0)
        found = streams.events_after(stream, after, PAGE + 1 - len(events))
        room_left = PAGE - len(events)
        more = more or len(found) > room_left
        found = found[:room_left]
        as_of[short] = found[-1].seq if found else after
        events += [msgspec.json.decode(event.frame) for event in found]
    return {"as_of": as_of, "events": events, "more": more}


def _seen(pairs: list[str]) -> dict[str, int]:
    seen = {}
    for pair in pairs:
        stream, _colon, number = pair.partition(":")
        if stream not in streams.AUDIENCES or not number.isdecimal() or len(number) > 15:  # noqa: PLR2004
            text = _("“%(pair)s” is not stream:number, like room:17.") % {"pair": pair[:40]}
            raise Refused("seen.invalid", text, field="seen", status=400)
        seen[stream] = int(number)
    return seen


def _wait(text: str) -> int:
    if text and not (text.isdecimal() and len(text) < 4):  # noqa: PLR2004 - digits
        raise Refused("wait.invalid", _("Give whole seconds."), field="wait", status=400)
    return min(MAX_WAIT, int(text or 0))


def _has_waited(request: Request) -> bool:
    """Say whether this request has been answered before: it waits once, not for ever."""
    inner = cast("Any", request)._request  # noqa: SLF001 - DRF makes a new Request each time
    has_waited: bool = getattr(inner, "has_waited", False)
    inner.has_waited = True
    return has_waited


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _presence_moved() -> None:
    found = running()
    if found is not None:
        loop, listener = found
        loop.call_soon_threadsafe(listener.presence_changed)
