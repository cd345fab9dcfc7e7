"""Twenty who stop reading, in a process of their own: cut, they come back at once and do the same.

Reads one JSON object with `url` and `tickets` from its first line of input, then the room's last number
again and again; prints a line for each of them that is in and stuck, and for each that was cut.
"""

import asyncio
import json
import sys

from tests.hostile.stuck import stuck

PATIENCE = 3600


class Room:
    """What all of them know of the room."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.head = 0

    async def listen(self, lines: asyncio.StreamReader) -> None:
        """Take in how far the room has come."""
        while line := await lines.readline():
            self.head = int(line)

    async def never_read(self, ticket: str) -> None:
        """Enter, read nothing until cut, and come back at once to do the same."""
        while True:
            async with stuck(self.url) as slow:
                await slow.enter(ticket, {"room": self.head, "me": 0})
                ticket = slow.ticket
                slow.stop_reading()
                tell("stuck")
                await slow.cut(patience=PATIENCE)
                tell("cut")


def tell(what: str) -> None:
    sys.stdout.write(what + "\n")
    sys.stdout.flush()


async def main() -> None:
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    told = json.loads(await lines.readline())
    room = Room(told["url"])
    room.head = told["head"]
    visits = [asyncio.ensure_future(room.never_read(ticket)) for ticket in told["tickets"]]
    await room.listen(lines)
    for visit in visits:
        visit.cancel()


if __name__ == "__main__":
    asyncio.run(main())
