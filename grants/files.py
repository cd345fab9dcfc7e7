"""Who is handed a file: whoever may read what it belongs to."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from grants.attachments import KINDS
from grants.models import Attachment
from grants.queries import Reader, applications_visible_to, calls_visible_to
from kit.refusals import NotHere
from kit.rules import allows


def file_at(reader: Reader, pk: UUID) -> Attachment:
    """Return a file for who may read its call, its application or its report; else there is none."""
    rows = Attachment.objects.select_related("report__milestone__award__application")
    found = rows.filter(pk=pk).first()
    if found is None or not _may_read(reader, found):
        raise NotHere
    return found


def handed_out(found: Attachment) -> HttpResponse:
    """Return a file as an answer, to be saved and never shown in place."""
    with found.file.open("rb") as stored:
        content = stored.read()
    name = content_disposition_header(as_attachment=True, filename=found.name)
    return HttpResponse(
        content,
        content_type=KINDS[found.kind][1],
        headers={"Content-Disposition": name or "attachment", "X-Content-Type-Options": "nosniff"},
    )


def _may_read(reader: Reader, found: Attachment) -> bool:
    if found.call_id is not None:
        return calls_visible_to(reader).filter(pk=found.call_id).exists()
    if found.application_id is not None:
        return applications_visible_to(reader).filter(pk=found.application_id).exists()
    return found.report is not None and allows(
        "grants.follow", reader, found.report.milestone.award
    )
