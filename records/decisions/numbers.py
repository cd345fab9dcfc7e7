"""Numbers of one series over the whole programme, without a hole whatever fails."""

from live.hub import verb
from records.decisions.models import Numbering


@verb
def take(series: str) -> int:
    """Return the next number; its row stays locked until the transaction ends, so none is lost."""
    Numbering.objects.get_or_create(name=series)
    row = Numbering.objects.select_for_update().get(name=series)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
