"""An answer that goes out piece by piece, whichever server asks for the pieces."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse


def streamed(
    request: HttpRequest, pieces: Iterator[bytes], content_type: str
) -> StreamingHttpResponse:
    """Return an answer made of pieces, each made when the one before is gone.

    What makes them must not hold the database: who reads slowly would hold it too.
    """
    is_async = isinstance(request, ASGIRequest)
    content = _awaited(pieces) if is_async else pieces
    return StreamingHttpResponse(content, content_type=content_type)


async def _awaited(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    def make() -> bytes | None:
        return next(pieces, None)

    while (piece := await sync_to_async(make)()) is not None:
        yield piece
