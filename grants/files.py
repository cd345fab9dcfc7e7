"""Who is handed a file: whoever may read what it belongs to."""

from uuid import UUID

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


def _may_read(reader: Reader, found: Attachment) -> bool:
    if found.call_id is not None:
        return calls_visible_to(reader).filter(pk=found.call_id).exists()
    if found.application_id is not None:
        return applications_visible_to(reader).filter(pk=found.application_id).exists()
    return found.report is not None and allows(
        "grants.follow", reader, found.report.milestone.award
    )
