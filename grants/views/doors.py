"""What the doors share: a verb called from a form or a button, its refusal shown where it belongs."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from grants.attachments import MOST_BYTES, too_big
from kit.forms import RefusableForm
from kit.refusals import Forbidden, NotHere, Refused

T = TypeVar("T")


def tried(request: HttpRequest, act: Callable[[], object], told: str = "") -> bool:
    """Do what a button asks for; what came of it is told on the page that follows."""
    try:
        act()
    except (NotHere, Forbidden):
        raise
    except Refused as refused:
        messages.error(request, str(refused.text))
        return False
    if told:
        messages.success(request, told)
    return True


def filled(form: RefusableForm, act: Callable[[], T]) -> T | None:
    """Do what a valid form asks for; a refusal stands at its field, with what was typed still there."""
    if not form.is_valid():
        return None
    try:
        return act()
    except (NotHere, Forbidden):
        raise
    except Refused as refused:
        form.refuse(refused)
        return None


def content_of(file: "UploadedFile[Any]") -> tuple[str, bytes]:
    """Return name and content of an upload; one that is too large is not read at all."""
    if (file.size or 0) > MOST_BYTES:
        raise too_big()
    return file.name or "", file.read()


def gone_on_from(form: RefusableForm, edition: int) -> bool:
    """Say whether a form was opened before somebody else's change; it then goes on from that change.

    What was typed stays in it, and saving once more puts it in the place of what it was shown beside.
    """
    if not form.is_bound or form.data.get("edition") == str(edition):
        return False
    form.data = {**form.data.dict(), "edition": str(edition)}  # type: ignore[attr-defined]
    return True
