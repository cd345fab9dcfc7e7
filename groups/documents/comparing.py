"""The difference between two texts, as paragraphs that stayed, came or went."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# So many unchanged lines stand around a change; of more it is said only how many they are.
AROUND = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that are the same, added or removed; `skipped` says how many are left out instead."""

    kind: str
    lines: tuple[str, ...] = ()
    skipped: int = 0


def difference(old: str, new: str) -> list[Piece]:
    """Return what became of a text, line by line; nothing when both say the same."""
    before, after = _lines(old), _lines(new)
    if before == after:
        return []
    found: list[Piece] = []
    codes = SequenceMatcher(None, before, after).get_opcodes()
    for place, (tag, i1, i2, j1, j2) in enumerate(codes):
        if tag == "equal":
            is_last = place == len(codes) - 1
            found += _unchanged(before[i1:i2], is_first=place == 0, is_last=is_last)
            continue
        if i2 > i1:
            found.append(Piece("removed", tuple(before[i1:i2])))
        if j2 > j1:
            found.append(Piece("added", tuple(after[j1:j2])))
    return found


def _unchanged(lines: list[str], *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    left_out = len(lines) - head - tail
    if left_out <= 1:
        yield Piece("same", tuple(lines))
        return
    if head:
        yield Piece("same", tuple(lines[:head]))
    yield Piece("skipped", skipped=left_out)
    if tail:
        yield Piece("same", tuple(lines[-tail:]))


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]
