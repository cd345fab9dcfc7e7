"""What the listener of a process keeps: connections as it sees them, and streams that they hear."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from live.presence import Renewal
from live.streams import Logged, Room


class Socket(Protocol):
    """What the listener needs of a connection."""

    @property
    def person(self) -> UUID:
        """Who sits behind it."""

    @property
    def epoch(self) -> int:
        """The number of the rights under which it entered."""

    @property
    def room(self) -> Room:
        """The room it is in."""

    def offer(self, text: str) -> None:
        """Take a ready-made frame; never waits."""

    def hear(self, events: Sequence[Logged], text: str) -> None:
        """Take numbered events of one stream with the frame that tells them all; never waits."""

    @property
    def lease(self) -> UUID | None:
        """The stay that it is."""

    def replaced(self) -> None:
        """Close: its client has come back by another line."""

    def rights_changed(self) -> None:
        """Close, by 4401 where the client may enter again under its new rights."""

    def room_over(self) -> None:
        """Close with 4410: nothing will ever happen here again."""

    def beat(self, number: int, heads: dict[str, int]) -> None:
        """Send a heartbeat with the numbers that the socket's streams have reached."""

    def renewal(self) -> Renewal | None:
        """Return the last answer not yet written, if there is one."""

    def followed(self, leases: dict[UUID, UUID]) -> None:
        """Go on under the lease that follows one's own, where it is among these."""

    def drain(self, reconnect_in_ms: int) -> None:
        """Say when to come back, then close: this process is about to end."""


@dataclass(slots=True)
class Watch:
    """One stream that somebody here listens to: from where and how far it was read, who hears it."""

    stream: str
    start: int = 0
    head: int | None = None
    rung: int = 0
    sockets: set[Socket] = field(default_factory=set)
    pending: list[Logged] = field(default_factory=list)
    sent_at: float = 0.0
    timer: asyncio.TimerHandle | None = None
    is_reading: bool = False
    is_sending: bool = False
