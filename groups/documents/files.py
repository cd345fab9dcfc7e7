"""Files that people upload: what kind they are by what is in them, and how they are handed out."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from kit.names import clean_name
from kit.refusals import Refused

LARGEST = 16 * 1024 * 1024
LONGEST_NAME = 100
# Parts of an archive that are looked at; a document has some dozens, a bomb has more.
_MOST_PARTS = 5000

# What is taken, with the ending that its name gets and the type by which it is handed out.
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain; charset=utf-8",
}
_BEGINNINGS = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_OFFICE = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
# Where macros are kept: Visual Basic, the macro sheets of old, controls; Basic and scripts of OpenDocument.
_SCRIPTS = ("vbaproject", "vbadata", "macrosheets/", "activex/")
_SCRIPT_FOLDERS = ("basic/", "scripts/")
_OPEN = {TYPES[kind].encode(): kind for kind in ("odt", "ods", "odp")}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at and may be kept: its bytes, and what is said of it."""

    content: bytes
    name: str
    kind: str
    digest: str


def look(name: str, content: bytes) -> Upload:
    """Return what a file is, or refuse one that is empty, too large or of a kind that is not taken.

    The name that it came with says nothing of its kind; it is kept, with the ending of its kind.
    """
    if not content:
        raise Refused("file.empty", _("The file is empty."), field="file")
    if len(content) > LARGEST:
        raise too_large()
    kind = kind_of(content)
    if not kind:
        text = _(
            "Files of this kind are not taken. Send a PDF, a Word, Excel, PowerPoint or "
            "OpenDocument file without macros, a PNG or JPEG picture, or plain text."
        )
        raise Refused("file.kind", text, field="file")
    digest = hashlib.sha256(content).hexdigest()
    return Upload(content, _kept_name(name, kind), kind, digest)


def too_large() -> Refused:
    """Return the refusal of a file that is too large to be read at all."""
    return Refused("file.too_large", _("The file is larger than 16 MiB."), field="file")


def kind_of(content: bytes) -> str:
    """Return the kind of a file by what is in it, or nothing for what is not taken."""
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    return "txt" if _is_plain_text(content) else ""


def _kind_of_archive(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            first = archive.infolist()[0] if names else None
            if len(names) > _MOST_PARTS or first is None:
                return ""
            if first.filename == "mimetype" and first.file_size < 100:  # noqa: PLR2004
                # OpenDocument stores it as it is: nothing here is ever unpacked.
                if first.compress_type != ZIP_STORED or _has_scripts(names):
                    return ""
                return _OPEN.get(archive.read(first).strip(), "")
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        return ""
    if "[Content_Types].xml" not in names or _has_scripts(names):
        return ""
    return next((kind for part, kind in _OFFICE if any(n.startswith(part) for n in names)), "")


def _has_scripts(names: list[str]) -> bool:
    lowered = [name.lower().replace("\\", "/") for name in names]
    return any(
        name.startswith(_SCRIPT_FOLDERS) or any(s in name for s in _SCRIPTS) for name in lowered
    )


def _is_plain_text(content: bytes) -> bool:
    """Say whether it is text in UTF-8; what begins like a page or a drawing is not plain."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if text.lstrip().startswith("<"):
        return False
    return not any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text)  # noqa: PLR2004


def _kept_name(name: str, kind: str) -> str:
    stem = clean_name(name.replace("\\", "/").rsplit("/", 1)[-1], LONGEST_NAME)
    if stem.lower().endswith(f".{kind}"):
        stem = stem[: -len(kind) - 1]
    stem = "".join("_" if letter in '"<>:|?*\\;%' else letter for letter in stem).strip(". ")
    return f"{stem or 'document'}.{kind}"


def handed_out(content: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file to be saved: never shown as a page of ours, whatever is in it."""
    # In one piece: an answer that streams from a file is read whole by the server all the same.
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
