"""The difference between two texts, as paragraphs that stayed, came or went."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# So many unchanged lines stand around a change; of more it is said only how many they are.
AROUND = 2
# To compare takes the square of the lines, and more: of texts in crumbs only the ends are compared.
_MOST_LINES = 1000

# What became of which lines: a tag of difflib, and the places in the old text and in the new one.
_Code = tuple[str, int, int, int, int]


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
    codes = _codes(before, after)
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


def _codes(before: list[str], after: list[str]) -> Sequence[_Code]:
    if max(len(before), len(after)) <= _MOST_LINES:
        return SequenceMatcher(None, before, after).get_opcodes()
    shorter = min(len(before), len(after))
    head = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    old, new = len(before) - tail, len(after) - tail
    between = _middle(before[head:old], after[head:new], head)
    ends: tuple[_Code, ...] = (
        ("equal", 0, head, 0, head),
        ("equal", old, len(before), new, len(after)),
    )
    return [code for code in (ends[0], *between, ends[1]) if code[1] < code[2] or code[3] < code[4]]


def _middle(before: list[str], after: list[str], at: int) -> list[_Code]:
    if max(len(before), len(after)) > _MOST_LINES:
        return [("replace", at, at + len(before), at, at + len(after))]
    found = SequenceMatcher(None, before, after).get_opcodes()
    return [(tag, i1 + at, i2 + at, j1 + at, j2 + at) for tag, i1, i2, j1, j2 in found]


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
