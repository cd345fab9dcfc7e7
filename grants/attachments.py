"""Files: what kind they are is read from them, not believed; they lie where no address leads."""

import io
import zipfile
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from grants.editing import changed, opened
from grants.models import Application, Attachment, Call, Report
from grants.rules import demand
from kit.names import clean_name
from kit.refusals import NotHere, Refused
from live import clock
from live.hub import verb

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 20
# kind -> (extension, media type)
KINDS = {
    "pdf": ("pdf", "application/pdf"),
    "png": ("png", "image/png"),
    "jpeg": ("jpg", "image/jpeg"),
    "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "odt": ("odt", "application/vnd.oasis.opendocument.text"),
    "ods": ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
}
_STARTS = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
_MOST_PARTS = 5000
_LONGEST_MIMETYPE = 100


@verb
def add_to_call(*, actor: Person, call: Call, name: str, content: bytes) -> Attachment:
    """Add a file for those who apply."""
    demand("grants.organise", actor, call)
    held = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    _demand_few(held.files.count())
    return keep(actor, name, content, call=held)


@verb
def add_to_application(
    *, actor: Person, application: Application, name: str, content: bytes
) -> Attachment:
    """Add a file to an application: a change like any other."""
    held = opened(actor, application)
    _demand_few(held.files.count())
    made = keep(actor, name, content, application=held)
    changed(held, actor)
    return made


@verb
def remove_from_call(*, actor: Person, call: Call, attachment: Attachment) -> None:
    """Take a file of a call away."""
    demand("grants.organise", actor, call)
    if attachment.call_id != call.pk:
        raise NotHere
    _drop(attachment)


@verb
def remove_from_application(
    *, actor: Person, application: Application, attachment: Attachment
) -> None:
    """Take a file of an application away."""
    held = opened(actor, application)
    if attachment.application_id != held.pk:
        raise NotHere
    _drop(attachment)
    changed(held, actor)


def keep(
    actor: Person,
    name: str,
    content: bytes,
    *,
    call: Call | None = None,
    application: Application | None = None,
    report: Report | None = None,
) -> Attachment:
    """Store a file of one of these, named by its own kind; one whose transaction fails goes again."""
    kind = kind_of(content)
    extension = KINDS[kind][0]
    stem = clean_name(name.replace("/", " ").replace("\\", " "), 150).rsplit(".", 1)[0].strip(". ")
    stored = default_storage.save(f"grants/{uuid4()}.{extension}", ContentFile(content))
    try:
        return Attachment.objects.create(
            call=call,
            application=application,
            report=report,
            name=f"{stem or 'file'}.{extension}",
            kind=kind,
            size=len(content),
            file=stored,
            added_by=actor,
            added_at=clock.now(),
        )
    except BaseException:
        default_storage.delete(stored)
        raise


def kind_of(content: bytes) -> str:
    """Return what a file is by what stands in it, or refuse it."""
    if not content:
        raise Refused("file.empty", _("The file is empty."), field="file")
    if len(content) > MOST_BYTES:
        raise too_big()
    found = next((kind for start, kind in _STARTS if content.startswith(start)), "")
    if not found and content.startswith(b"PK\x03\x04"):
        found = _kind_of_archive(content)
    if not found:
        text = _("Only PDF, Word, Excel, OpenDocument, PNG and JPEG files are taken.")
        raise Refused("file.kind", text, field="file")
    return found


def too_big() -> Refused:
    """Return the refusal of a file that is too large."""
    return Refused("file.too_big", _("A file has at most 10 MB."), field="file")


def _kind_of_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) > _MOST_PARTS:
                return ""
            if any(name.endswith("vbaProject.bin") for name in names):
                return ""
            if "[Content_Types].xml" in names:
                return _kind_of_office(set(names))
            if "mimetype" in names and archive.getinfo("mimetype").file_size < _LONGEST_MIMETYPE:
                said = archive.read("mimetype").decode("ascii", "replace").strip()
                return next((k for k in ("odt", "ods") if KINDS[k][1] == said), "")
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, ValueError):
        return ""
    return ""


def _kind_of_office(names: set[str]) -> str:
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else ""


def _demand_few(count: int) -> None:
    if count >= MOST_FILES:
        raise Refused("file.too_many", _("At most 20 files."), field="file")


def _drop(attachment: Attachment) -> None:
    name = str(attachment.file.name)
    Attachment.objects.filter(pk=attachment.pk).delete()
    transaction.on_commit(lambda: default_storage.delete(name))
