"""The long poll: a request that is answered as soon as something happens in the room it asks about."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial, wraps
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from live.fanout import listener
from live.presence import Renewal
from live.streams import Logged, Room

# Requests that wait at one time in a process; each keeps a thread of the server's. Further ones are
# answered at once, and come again.
WAITERS = 200

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Waited:
    """What an answer that brought nothing new would wait for: streams by stored name, where they stand."""

    room: Room
    person: UUID
    epoch: int
    streams: dict[str, str]
    heads: dict[str, int]
    seconds: float


@dataclass(eq=False, slots=True)
class Waiter:
    """A request as the listener sees it: a socket that wants nothing but to know that there is news."""

    waited: Waited
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def person(self) -> UUID:
        """Return who asks."""
        return self.waited.person

    @property
    def epoch(self) -> int:
        """Return the rights under which the request was let in."""
        return self.waited.epoch

    @property
    def room(self) -> Room:
        """Return the room it asks about."""
        return self.waited.room

    @property
    def lease(self) -> UUID | None:
        """Return nothing: asking renews the lease of who has no socket."""
        return None

    def offer(self, text: str) -> None:
        """Let whispers pass: the next answer tells who is here."""

    def hear(self, events: Sequence[Logged], text: str) -> None:
        """Wake up: the answer is read from the log."""
        self.news.set()

    def replaced(self) -> None:
        """Wake up."""
        self.news.set()

    def rights_changed(self) -> None:
        """Wake up: the answer is made under the new rights, or refused."""
        self.news.set()

    def room_over(self) -> None:
        """Wake up."""
        self.news.set()

    def beat(self, number: int, heads: dict[str, int]) -> None:
        """Let it pass: a request has no heart."""

    def renewal(self) -> Renewal | None:
        """Return nothing, as `lease`."""
        return None

    def followed(self, leases: dict[UUID, UUID]) -> None:
        """Let it pass."""

    def drain(self, reconnect_in_ms: int) -> None:
        """Wake up: this process is about to end."""
        self.news.set()


_waiting = 0


def patient(view: View) -> View:
    """Return a view that asks `view` again once there is news, when its answer says what to wait for.

    Such an answer has an attribute `waited`. A drop of the line while waiting ends the wait.
    """

    # With it the view's own exemption from the form token: who signs in by cookie and writes needs one.
    @wraps(view)
    async def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        first = await sync_to_async(_asked)(view, request, args, kwargs)
        waited: Waited | None = getattr(first, "waited", None)
        if waited is None or _is_crowded(waited.person):
            return first
        await _news(waited)
        _sign_in_anew(request)
        return await sync_to_async(_asked)(view, request, args, kwargs)

    return answer  # type: ignore[return-value]


def _is_crowded(person: UUID) -> bool:
    """Say whether all places are taken, or one person has as many of them as they may have sockets."""
    theirs = listener().by_person.get(person, ())
    own = sum(isinstance(each, Waiter) for each in theirs)
    return _waiting >= WAITERS or own >= settings.LIVE_MAX_SOCKETS


def _sign_in_anew(request: HttpRequest) -> None:
    """Forget who asked: a cookie's sign-in, or its person's rights, may have ended meanwhile."""
    request.session = type(request.session)(request.session.session_key)
    request.user = SimpleLazyObject(partial(get_user, request))  # type: ignore[assignment]


def _asked(
    view: View, request: HttpRequest, args: tuple[object, ...], kwargs: dict[str, object]
) -> HttpResponse:
    try:
        answer = view(request, *args, **kwargs)
        if hasattr(answer, "render"):
            answer.render()
        return answer
    finally:
        if not connection.in_atomic_block:
            # Nobody keeps a connection to the database while they wait.
            connection.close()


async def _news(waited: Waited) -> None:
    global _waiting  # noqa: PLW0603 - one a process
    ears, waiter = listener(), Waiter(waited)
    _waiting += 1
    ears.register(waiter, waited.streams)
    try:
        for short, stream in waited.streams.items():
            head = waited.heads[short]
            ears.reached(stream, head)
            if (ears.watches[stream].head or 0) > head:
                # Told to the others between our reading and our listening.
                return
        async with asyncio.timeout(waited.seconds):
            await waiter.news.wait()
    except TimeoutError:
        return
    finally:
        _waiting -= 1
        ears.leave(waiter)
