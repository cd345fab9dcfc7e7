"""Pieces go out one by one, by a server of either kind."""

import asyncio

from django.core.handlers.asgi import ASGIRequest
from django.test import AsyncRequestFactory, RequestFactory

from kit.csvfile import pieces, write
from kit.streamed import streamed

ROWS = [[str(number), "=1+1\x07 text " * 40] for number in range(2000)]


def test_a_long_table_comes_in_pieces_that_make_the_same_file() -> None:
    found = list(pieces(["number", "text"], ROWS))
    assert len(found) > 1
    assert b"".join(found) == write(["number", "text"], ROWS)
    assert max(len(piece) for piece in found) < 2 * 64 * 1024


def test_a_server_of_threads_is_given_the_pieces() -> None:
    answer = streamed(RequestFactory().get("/"), iter([b"a", b"b"]), "text/csv")
    assert (answer.is_async, answer.getvalue()) == (False, b"ab")


def test_a_server_of_a_loop_awaits_them() -> None:
    async def read() -> list[bytes]:
        request = AsyncRequestFactory().get("/")
        assert isinstance(request, ASGIRequest)
        answer = streamed(request, iter([b"a", b"b"]), "text/csv")
        assert answer.is_async
        return [piece async for piece in answer]

    assert asyncio.run(read()) == [b"a", b"b"]
