"""The import of a table of recommendations: read whole and judged first, written only if all of it can be."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from kit.refusals import Refused
from records.importing import writing
from records.importing.columns import Columns, Fault, Said, columns_of
from records.importing.tables import Table
from sessions.schedules.writing import paused

# How many faults are told, and how many rows that were passed over are named.
MOST_TOLD, MOST_NAMED = 20, 50
# How many rows are looked up at a time.
LOOKED_UP = 240

Tell = Callable[[int, int], None]


@dataclass(slots=True)
class Counts:
    """What an import read and did."""

    read: int = 0
    addressed: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    elsewhere: int = 0
    responses: Counter[str] = field(default_factory=Counter)
    addressees: set[str] = field(default_factory=set)
    skipped: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the counts as the command prints them."""
        return {
            "read": self.read,
            "addressed": self.addressed,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "duplicates": self.duplicates,
            "elsewhere": self.elsewhere,
            "addressees": len(self.addressees),
            "responses": dict(sorted(self.responses.items())),
            "skipped": self.skipped,
        }


class Faulty(Refused):
    """A table with cells that can't be read; nothing of it was written."""

    def __init__(self, faults: list[Fault], more: int) -> None:
        lines = [_("Nothing is written. Mend these cells, then import the file again:")]
        lines += [str(fault) for fault in faults]
        if more:
            lines.append(_("and %(count)d more") % {"count": more})
        super().__init__("import.faulty", "\n".join(lines))


def bring_in(
    table: Table, *, source: str, to: str = "", is_dry: bool = False, tell: Tell = lambda *_at: None
) -> Counts:
    """Import a table; again, only what is new is written. `to` takes those addressed to one state."""
    columns = columns_of(table.headings)
    counts = survey(table, columns, to)
    written = 0
    for rows in _chunks(table, columns, to):
        here = writing.known(row.key for row in rows)
        fresh = [row for row in rows if row.key not in here]
        changed = [
            (row, here[row.key][0])
            for row in rows
            if row.key in here and row.stance and row.stance != here[row.key][1]
        ]
        counts.unchanged += len(rows) - len(fresh) - len(changed)
        counts.updated += len(changed)
        counts.created += len(fresh) if is_dry else _write(fresh, source)
        if changed and not is_dry:
            with paused():
                writing.write_answers(rows=changed)
        written += len(rows)
        tell(written, counts.addressed)
    return counts


def survey(table: Table, columns: Columns, to: str = "") -> Counts:
    """Read the whole table and count it; raise with all its faults before anything is written."""
    counts = Counts()
    faults: list[Fault] = []
    amount = 0
    seen: dict[bytes, int] = {}
    names: set[str] = set()
    for row in table.rows():
        counts.read += 1
        said = columns.read(row)
        if isinstance(said, list):
            amount += len(said)
            faults += said[: MOST_TOLD - len(faults)]
            continue
        names.add(said.to)
        _count(counts, said, seen, to)
    if faults:
        raise Faulty(faults, amount - len(faults))
    if to and not counts.addressed:
        raise _unknown(to, names)
    return counts


def _count(counts: Counts, said: Said, seen: dict[bytes, int], to: str) -> None:
    if not _is_for(said, to):
        counts.elsewhere += 1
        return
    key = bytes.fromhex(said.key[:32])
    if key in seen:
        counts.duplicates += 1
        if len(counts.skipped) < MOST_NAMED:
            text = _("line %(line)d says what line %(first)d says")
            counts.skipped.append(text % {"line": said.line, "first": seen[key]})
        return
    seen[key] = said.line
    counts.addressed += 1
    counts.addressees.add(said.to)
    if said.stance:
        counts.responses[said.stance] += 1


def _write(rows: list[Said], source: str) -> int:
    created = 0
    for start in range(0, len(rows), writing.BATCH):
        with paused():
            created += writing.write_batch(rows=rows[start : start + writing.BATCH], source=source)
    return created


def _chunks(table: Table, columns: Columns, to: str) -> Iterator[list[Said]]:
    """Yield the rows that are meant, each once, a few at a time."""
    seen: set[bytes] = set()
    chunk: list[Said] = []
    for row in table.rows():
        said = columns.read(row)
        if isinstance(said, list):
            # It was read without a fault a moment ago.
            raise Faulty(said, 0)
        key = bytes.fromhex(said.key[:32])
        if not _is_for(said, to) or key in seen:
            continue
        seen.add(key)
        chunk.append(said)
        if len(chunk) == LOOKED_UP:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _is_for(said: Said, to: str) -> bool:
    return not to or " ".join(to.split()).casefold() == said.to.casefold()


def _unknown(to: str, names: set[str]) -> Refused:
    text = _("Nothing in the file is addressed to “%(to)s”.") % {"to": to}
    near = get_close_matches(to, sorted(names), n=3, cutoff=0.4)
    if near:
        text += " " + _("Did you mean: %(names)s?") % {"names": ", ".join(near)}
    return Refused("import.nobody", text)
