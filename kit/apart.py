"""Compresses a page beside what people wrote: their words go out as they are and take part in nothing.

Whoever can put words into a page and see how long it comes out can guess what else is in it, where both are
compressed together (BREACH). Here only our own markup and sentences are: what people wrote lies between as stored
blocks, and no later repetition leads back into it, so the length of a page tells of it nothing but its own length.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from functools import wraps

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

# Our own fields, whose values nobody chooses; a value of any other may be what somebody typed.
_OURS = r"csrfmiddlewaretoken|id|name|writer|question|message|item|language|session"
# Where a page holds what people wrote: isolated by its direction, as all of it is, or typed into a field.
_WRITTEN = re.compile(
    rb"<bdi\b[^>]*>(.*?)</bdi>"
    rb"|<(\w+)\b[^>]*\bdir=\"auto\"[^>]*>(.*?)</\2>"
    rb"|<textarea\b[^>]*>(.*?)</textarea>"
    rb"|\"(?:name|organisation|text|title)\": \"((?:[^\"\\]|\\.)*)\""
    rb"|<input\b(?![^>]*\bname=\"(?:" + _OURS.encode() + rb")\")[^>]*\bvalue=\"([^\"]*)\""
    rb"|<!--apart-->(.*?)<!--/apart-->",
    re.DOTALL,
)
# Between two tags any blank is as good as one.
_BETWEEN_TAGS = re.compile(rb">\s*\n\s*<")
# Stands for written bytes while ours are compressed; a page of ours holds none of it.
_BLANK = b"\0"
_LONGEST_BLOCK = 0xFFFF
_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"

View = Callable[..., HttpResponse]


def parts(page: bytes) -> Iterator[tuple[bytes, bool]]:
    """Return a page in pieces, in order: each with whether people wrote it."""
    at = 0
    for match in _WRITTEN.finditer(page):
        group = next(i for i in (1, 3, 4, 5, 6, 7) if match.start(i) >= 0)
        start, end = match.span(group)
        if start < end:
            yield page[at:start], False
            yield page[start:end], True
            at = end
    yield page[at:], False


def packed(page: bytes) -> bytes:
    """Return a page as gzip, in which only what is ours is compressed."""
    press = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    blocks = [_HEADER]
    for piece, is_written in parts(page.replace(_BLANK, b"")):
        if is_written:
            blocks += _stored(piece)
            # So that later distances count these bytes, which nothing of ours can repeat.
            press.compress(_BLANK * len(piece))
            press.flush(zlib.Z_SYNC_FLUSH)
        else:
            blocks += [press.compress(piece), press.flush(zlib.Z_SYNC_FLUSH)]
    plain = page.replace(_BLANK, b"")
    sums = zlib.crc32(plain).to_bytes(4, "little") + (len(plain) & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join([*blocks, press.flush(zlib.Z_FINISH), sums])


def _stored(piece: bytes) -> Iterator[bytes]:
    for at in range(0, len(piece), _LONGEST_BLOCK):
        block = piece[at : at + _LONGEST_BLOCK]
        size = len(block)
        yield b"\0" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + block


def packs(view: View) -> View:
    """Let a view's pages be packed for whoever takes gzip."""

    @wraps(view)
    def wrapper(*args: object, **kwargs: object) -> HttpResponse:
        request, answer = args[0], view(*args, **kwargs)
        if "Content-Encoding" in answer:
            return answer
        patch_vary_headers(answer, ["Accept-Encoding"])
        accepted = str(getattr(request, "headers", {}).get("Accept-Encoding", ""))
        is_page = answer.get("Content-Type", "").startswith("text/html")
        if is_page and answer.content and re.search(r"\bgzip\b", accepted):
            answer.content = packed(_BETWEEN_TAGS.sub(b">\n<", answer.content))
            answer["Content-Encoding"] = "gzip"
            answer["Content-Length"] = str(len(answer.content))
        return answer

    return wrapper
