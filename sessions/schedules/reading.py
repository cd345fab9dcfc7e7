"""Reads a file that holds a schedule: what it is shows in what it begins with, not in its name."""

from django.utils.translation import gettext as _

from kit.refusals import Refused
from sessions.schedules import interchange, pentabarf
from sessions.schedules.document import Schedule
from sessions.schedules.gathering import MAX_BYTES, too_big

# RFC 8259, 2: JSON's white space; the marks that may stand before it or before XML.
_BLANK = b" \t\r\n"
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read(content: bytes) -> Schedule:
    """Return what a schedule.xml or schedule.json says, or refuse it, naming the place at fault.

    The caller reads no more than MAX_BYTES + 1 bytes of a file: that is enough to refuse it.
    """
    if len(content) > MAX_BYTES:
        raise too_big()
    if content.startswith(_BYTE_ORDER_MARKS[1:]):
        return pentabarf.read(content)
    begins = content.removeprefix(_BYTE_ORDER_MARKS[0]).lstrip(_BLANK)[:1]
    if begins == b"<":
        return pentabarf.read(content)
    if begins in {b"{", b"["}:
        return interchange.read(content)
    what = _("Line 1: this is neither XML nor JSON. A schedule begins with <schedule> or with {.")
    raise Refused("schedule.unreadable", what, status=400)
