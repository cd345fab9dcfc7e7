"""Reading what a client sent: total, bounded, and never an exception that ends a socket."""

import re
from collections import deque
from dataclasses import dataclass
from typing import Any

import msgspec

MAX_BYTES = 64 * 1024
MAX_DEPTH = 8
MAX_KEYS = 64
MAX_INTEGER = 2**53
MAX_BAD_FRAMES = 10
BAD_FRAME_WINDOW = 60.0
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class BadFrameError(Exception):
    """A frame that is no frame; `code` goes back in `{"error": {"code"}}`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadFrames:
    """The last bad frames of one socket: ten within a minute are one too many."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=MAX_BAD_FRAMES)

    def is_too_many(self, now: float) -> bool:
        """Count one more at an instant in seconds, and say whether the socket has to be closed."""
        self._times.append(now)
        return len(self._times) == MAX_BAD_FRAMES and now - self._times[0] < BAD_FRAME_WINDOW


@dataclass(frozen=True, slots=True)
class CommandFrame:
    """A command with a readable id; whether its data fits is judged later, with an answer."""

    id: str
    name: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Beat:
    """A client's answer to a heartbeat."""

    number: int


def read(raw: str | bytes) -> CommandFrame | Beat:
    """Return what a frame says, or raise BadFrameError.

    At most 64 KiB, depth 8, 64 keys an object, integers up to 2^53 either way.
    """
    payload = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    if len(payload) > MAX_BYTES:
        raise BadFrameError("frame.too_large")
    _check_depth(payload)
    try:
        value = msgspec.json.decode(payload)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadFrameError("frame.not_json") from error
    _check(value)
    return _shape(value)


def _check_depth(payload: bytes) -> None:
    """Refuse deep nesting before the parser sees it; brackets inside strings only over-count."""
    if payload.count(b"[") + payload.count(b"{") <= MAX_DEPTH:
        return
    depth = deepest = 0
    in_string = escaped = False
    for byte in payload:
        if in_string:
            in_string = escaped or byte != 0x22  # noqa: PLR2004 - the quotation mark
            escaped = byte == 0x5C and not escaped  # noqa: PLR2004 - the backslash
        elif byte == 0x22:  # noqa: PLR2004
            in_string = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    if deepest > MAX_DEPTH:
        raise BadFrameError("frame.too_deep")


def _check(value: object) -> None:
    if isinstance(value, dict):
        if len(value) > MAX_KEYS:
            raise BadFrameError("frame.too_many_keys")
        for part in value.values():
            _check(part)
    elif isinstance(value, list):
        for part in value:
            _check(part)
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) > MAX_INTEGER:
        raise BadFrameError("frame.number_too_large")


def _shape(value: object) -> CommandFrame | Beat:
    if not isinstance(value, dict):
        raise BadFrameError("frame.not_an_object")
    if isinstance(value.get("beat"), int) and len(value) == 1:
        return Beat(value["beat"])
    name, data = value.get("name"), value.get("data", {})
    if not isinstance(value.get("id"), str) or not _UUID.fullmatch(value["id"]):
        raise BadFrameError("frame.no_id")
    if (
        not isinstance(name, str)
        or not isinstance(data, dict)
        or set(value) - {"id", "name", "data"}
    ):
        raise BadFrameError("frame.no_command")
    return CommandFrame(value["id"].lower(), name, data)
