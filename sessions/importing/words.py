"""What an import's report says, in words: what becomes of how many things, and of which."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.bilingual import reading
from sessions.schedules.fields import field_name
from sessions.schedules.reports import Act

ACTS = {
    Act.CREATED: pgettext_lazy("import", "new"),
    Act.UPDATED: pgettext_lazy("import", "changed"),
    Act.WITHDRAWN: pgettext_lazy("import", "withdrawn"),
    Act.RETURNED: pgettext_lazy("import", "back again"),
    Act.KEPT: pgettext_lazy("import", "left: changed here"),
    Act.LEFT: pgettext_lazy("import", "left: open, live or over"),
}
KINDS = {
    "conference": _("Conference"),
    "session": _("Sessions"),
    "room": _("Rooms"),
    "track": _("Tracks"),
    "speaker": _("Speakers"),
}


def worded_in_other(report: dict[str, Any]) -> str:
    """Return the language that a report is worded in, where its reader reads another one.

    A report says its texts as they were found, row by row; what is put together for the page (kinds, acts,
    fields) is in the reader's language all the same.
    """
    language: str = report.get("language", "")
    return language if language and language != reading() else ""


def by_kind(report: dict[str, Any]) -> dict[str, Any]:
    """Return how many things of each kind are new, changed and so on, as a table without empty columns."""
    table = report.get("acts", {})
    acts = [act for act in ACTS if any(str(act) in counts for counts in table.values())]
    return {
        "acts": [ACTS[act] for act in acts],
        "kinds": [
            {"name": name, "counts": [table[kind].get(str(act), 0) for act in acts]}
            for kind, name in KINDS.items()
            if kind in table
        ],
    }


def one_by_one(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what becomes of each thing, under the words for it; what is new tells no fields."""
    groups: list[dict[str, Any]] = []
    for act, word in ACTS.items():
        changes = [change for change in report.get("changes", []) if change["act"] == str(act)]
        if changes:
            groups.append({"act": str(act), "name": word, "changes": [_told(c) for c in changes]})
    return groups


def _told(change: dict[str, Any]) -> dict[str, Any]:
    fields = [{**said, "word": field_name(said["field"])} for said in change["fields"]]
    return {**change, "fields": fields, "kind_word": KINDS.get(change["kind"], change["kind"])}
