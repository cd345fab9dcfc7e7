"""Many sockets read by one plain loop, as lightly as can be: what is measured is the server, not its reader."""

import json
import os
import re
import select
import socket
import time
from dataclasses import dataclass
from uuid import uuid4

# A message begins with the instant at which it was sent; a heartbeat wants an answer.
FOUND = re.compile(rb'"text":"(\d+\.\d+) |\{"beat":(\d+)')
SEQ = re.compile(rb'"stream":"room","seq":(\d+)')
# A ping of the server's library (RFC 6455, 5.5.2): no text has a control character after this byte.
PING = re.compile(rb"\x89\x04(.{4})", re.DOTALL)
# More than what is looked for can be long, so that none of it is lost between two reads.
KEPT = 64
TEXT, LONGEST_BYTE, LONGEST_SHORT = 0x81, 125, 2**16


@dataclass
class Ear:
    """One person's socket, and the end of what was read that may be the beginning of more."""

    socket: socket.socket
    rest: bytes = b""

    def send(self, frame: str) -> None:
        """Send one text frame; its mask is nought, which is a mask too."""
        body = frame.encode()
        size = len(body)
        if size > LONGEST_BYTE:
            head = bytes([TEXT, 0x80 | 126]) + size.to_bytes(2, "big")
        else:
            head = bytes([TEXT, 0x80 | size])
        self.socket.sendall(head + bytes(4) + body)


def say(name: str, **data: object) -> str:
    """Return a command as it goes on the wire."""
    return json.dumps({"id": str(uuid4()), "name": name, "data": data})


def opened(port: int, ticket: str) -> Ear:
    """Return a socket that has asked to enter; the answer is the first that it will hear."""
    plain = socket.create_connection(("127.0.0.1", port))
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    plain.sendall(
        f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += plain.recv(1)
    assert answer.startswith(b"HTTP/1.1 101"), answer
    ear = Ear(plain)
    ear.send(say("room.enter", ticket=ticket))
    return ear


class Ears:
    """All of them: who hears, what each message took to each, and the last number heard."""

    def __init__(self, ears: list[Ear]) -> None:
        self.ears = ears
        self.speaker = ears[0]
        self.took: list[float] = []
        self.head = 0
        self._known = {ear.socket.fileno(): ear for ear in ears}
        self._poll = select.epoll()
        for number in self._known:
            self._poll.register(number, select.EPOLLIN)

    def hear(self, until: float) -> None:
        """Read whatever comes until an instant."""
        while (left := until - time.monotonic()) > 0:
            for number, _event in self._poll.poll(left):
                self._read(self._known[number])

    def speak(self, seconds: float, every: float, length: int) -> list[float]:
        """Let the speaker speak for so long; return how long each message took to each reader."""
        self.took = []
        begun = due = time.monotonic()
        sent = 0
        while due < begun + seconds:
            self.hear(due)
            text = f"{time.monotonic():.6f} ".ljust(length, "x")
            self.speaker.send(say("message.post", text=text))
            sent, due = sent + 1, due + every
        patience = time.monotonic() + 30
        while len(self.took) < sent * len(self.ears) and time.monotonic() < patience:
            self.hear(time.monotonic() + every)
        assert len(self.took) == sent * len(self.ears), "each heard each"
        return self.took

    def _read(self, ear: Ear) -> None:
        came = os.read(ear.socket.fileno(), 2**18)
        now = time.monotonic()
        assert came, "a reader was cut"
        text = ear.rest + came
        end = 0
        for found in FOUND.finditer(text):
            end = found.end()
            if found[1]:
                self.took.append(now - float(found[1]))
            else:
                ear.send(f'{{"beat":{found[2].decode()}}}')
        for ping in PING.finditer(came):
            ear.socket.sendall(bytes([0x8A, 0x80 | len(ping[1])]) + bytes(4) + ping[1])
        ear.rest = text[max(end, len(text) - KEPT) :]
        if ear is self.speaker:
            for found in SEQ.finditer(text):
                self.head = max(self.head, int(found[1]))
