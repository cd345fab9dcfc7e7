"""What differs between two wordings: paragraph by paragraph, and within one word by word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from kit.bilingual import CODES
from records.recommendations.models import AdoptedParagraph, Paragraph, Recommendation, Version

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Comparing takes the square of the length; two texts beyond this many words are told apart as wholes.
_MOST_WORDS = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed ("same"), came ("added") or went ("taken")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """One language of a change; `pieces` is empty where there is no text in it."""

    language: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph before and after: its numbers, how it changed, and its words in both languages."""

    kind: str
    was: int | None
    now: int | None
    sides: list[Side]


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph of one wording: what it is known by in another, its place and its texts."""

    key: UUID | int
    number: int
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """A title and paragraphs, of a version or of a draft."""

    titles: dict[str, str]
    paragraphs: list[Said]


def words(before: str, after: str) -> list[Piece]:
    """Return what differs between two texts, word by word."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        return list(_merged([Piece("taken", before), Piece("added", after)]))
    return list(_merged(_pieces(old, new)))


def of_version(version: Version) -> Wording:
    """Return what a version says."""
    rows = version.paragraphs.all()
    return Wording(_texts(version, "title"), [_said(row, row.number) for row in rows])


def of_draft(recommendation: Recommendation) -> Wording:
    """Return what the draft says now."""
    rows = recommendation.paragraphs.filter(removed_at=None)
    return Wording(_texts(recommendation, "title"), [_said(row, row.position) for row in rows])


def title(before: Wording, after: Wording) -> list[Side]:
    """Return how the title changed."""
    return [Side(code, words(before.titles[code], after.titles[code])) for code in CODES]


def paragraphs(before: Wording, after: Wording) -> list[Change]:
    """Return each paragraph of either wording in the order of the later one; what went stands where it stood."""
    old = {row.key: row for row in before.paragraphs}
    new = {row.key for row in after.paragraphs}
    gone = [row for row in before.paragraphs if row.key not in new]
    found = [_change(old.get(row.key), row) for row in after.paragraphs]
    for row in gone:
        place = next(
            (
                index
                for index, change in enumerate(found)
                if change.was is not None and change.was > row.number
            ),
            len(found),
        )
        found.insert(place, _change(row, None))
    return found


def _change(old: Said | None, new: Said | None) -> Change:
    sides = [
        Side(code, words(old.texts[code] if old else "", new.texts[code] if new else ""))
        for code in CODES
    ]
    if old is None or new is None:
        kind = "added" if old is None else "taken"
    elif old.texts != new.texts:
        kind = "changed"
    else:
        kind = "same" if old.number == new.number else "moved"
    return Change(kind, old.number if old else None, new.number if new else None, sides)


def _said(row: Paragraph | AdoptedParagraph, number: int) -> Said:
    # What was imported as adopted has no paragraph of a draft: there its number is what it is known by.
    key = row.paragraph_id if isinstance(row, AdoptedParagraph) else row.pk
    return Said(key or number, number, _texts(row, "text"))


def _texts(row: object, field: str) -> dict[str, str]:
    return {code: getattr(row, f"{field}_{code}") for code in CODES}


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for deed, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if deed == "equal":
            yield Piece("same", "".join(old[a:b]))
        else:
            yield Piece("taken", "".join(old[a:b]))
            yield Piece("added", "".join(new[c:d]))


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Leave out what is empty; a blank alone between two changes belongs to both, so that they read as one."""
    kept = [piece for piece in pieces if piece.text]
    taken = added = ""
    for place, piece in enumerate(kept):
        is_between = 0 < place < len(kept) - 1 and bool(taken or added)
        if piece.kind == "same" and not (is_between and not piece.text.strip()):
            yield from _both(taken, added)
            taken = added = ""
            yield piece
            continue
        taken += piece.text if piece.kind != "added" else ""
        added += piece.text if piece.kind != "taken" else ""
    yield from _both(taken, added)


def _both(taken: str, added: str) -> Iterator[Piece]:
    if taken:
        yield Piece("taken", taken)
    if added:
        yield Piece("added", added)
