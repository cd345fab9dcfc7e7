"""The line that tests put between a client and a server: what it carries, how fast, and how it breaks."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.thin_line import ThinLine, until

SENT = bytes(range(256)) * 40


@pytest.fixture
def echo() -> Iterator[int]:
    """A server that sends back whatever it gets."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve(connection: socket.socket) -> None:
            with connection:
                try:
                    while data := connection.recv(4096):
                        connection.sendall(data)
                except OSError:
                    return

        def accept() -> None:
            while True:
                try:
                    connection, _address = listening.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def received(client: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        more = client.recv(65536)
        if not more:
            return got
        got += more
    return got


def connected(line: ThinLine) -> socket.socket:
    return socket.create_connection(("127.0.0.1", line.port), timeout=10)


def test_everything_arrives_in_order_and_is_counted(echo: int) -> None:
    with ThinLine(echo) as line, connected(line) as client:
        client.sendall(SENT)
        assert received(client, len(SENT)) == SENT
        assert (line.up, line.down) == (len(SENT), len(SENT))


def test_it_is_as_thin_and_as_far_as_it_says(echo: int) -> None:
    with ThinLine(echo, bits_per_second=400_000, round_trip=0.2) as line, connected(line) as client:
        begun = time.monotonic()
        client.sendall(SENT)
        received(client, len(SENT))
        # A handshake and a round trip, and the whole of it once over the line: never sooner.
        assert time.monotonic() - begun >= 0.4 + len(SENT) * 8 / 400_000


def test_a_cut_line_breaks_connections_and_lets_nobody_in(echo: int) -> None:
    with ThinLine(echo) as line, connected(line) as client:
        client.sendall(b"there")
        assert received(client, 5) == b"there"
        line.cut()
        with pytest.raises(ConnectionError):
            client.recv(1)
        with pytest.raises(ConnectionError), connected(line) as again:
            again.recv(1)
        line.mend()
        with connected(line) as third:
            third.sendall(b"back")
            assert received(third, 4) == b"back"


def test_a_direction_that_stops_holds_what_was_sent(echo: int) -> None:
    with ThinLine(echo) as line, connected(line) as client:
        line.stop("down")
        client.sendall(b"hello")
        until(lambda: line.down == 5, "the server has answered")
        client.settimeout(0.2)
        with pytest.raises(TimeoutError):
            client.recv(1)
        line.go_on("down")
        client.settimeout(10)
        assert received(client, 5) == b"hello"
