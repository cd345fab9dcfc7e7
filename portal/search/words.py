"""Words as they are compared: folded, cut to their stems, and marked where they were found.

What people type becomes words of letters and digits, and nothing else reaches a database: no operator
of any search language, no quote, no NUL. PostgreSQL has dictionaries for both languages. SQLite has
none, so a word is cut to a stem here and searched as a beginning: "corruption" finds "corrupt", and
«коррупции» finds «коррупция». Both databases search beginnings; what stands in quotes is searched as it
stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from chat.folding import folded

# A question is not read further, and more words find no more.
LONGEST, MOST_TERMS, LONGEST_WORD = 200, 8, 40
# Of a text so much is searched.
LONGEST_TEXT = 20_000
# How much of a text an excerpt shows, and how much of that before the first word that was found.
EXCERPT, BEFORE = 240, 80

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r'"([^"]*)"?|([^"\s]+)')
_QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "„": '"'})
_RUSSIAN = (
    "иями ями ами ого его ому ему ыми ими ией иях иям ием ости остью остей ость ться тся ация ации "
    "ацией аций ешь ете ите ают яют уют ать ять еть ить ала али ило ила или ели ах ях ов ев ей ой ый "
    "ий ая яя ое ее ые ие ую юю ом ем ам ям ых их ою ею ия ии ию ья ье ьи ью а е и о у ы ь ю я й"
)
_ENGLISH = "ations ation ings ing edly ers ed er es ion ions ly s e"
# Of a word so much stays, or it would find everything: вод- of «вода», cit- of "cities", not new- of "news".
_ENDINGS = tuple(
    (ending, shortest)
    for shortest, endings in ((3, f"{_RUSSIAN} ies y"), (4, _ENGLISH))
    for ending in endings.split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is searched as a beginning, or words that must stand beside each other as they are."""

    words: tuple[str, ...]
    is_phrase: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to find: every term must be there. `text` is what they typed."""

    text: str
    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)


def question(typed: str) -> Question:
    """Return what was typed as terms; whatever is no word is not asked for."""
    text = " ".join(typed.replace("\0", " ")[:LONGEST].split())
    terms: list[Term] = []
    for phrase, word in _PART.findall(text.translate(_QUOTES)):
        if phrase:
            found = tuple(tokens(phrase))
            terms += [Term(found, is_phrase=True)] if found else []
        else:
            terms += [Term((each,)) for each in tokens(word)]
    return Question(text, tuple(dict.fromkeys(terms))[:MOST_TERMS])


def tokens(text: str) -> list[str]:
    """Return a text's words, folded."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(folded(text))]


def kept(text: str) -> str:
    """Return a text as the index keeps it: its words and nothing between them."""
    return " ".join(tokens(text[:LONGEST_TEXT]))


def stem(word: str) -> str:
    """Return what a word's other forms begin with as well, as far as its ending tells."""
    lengths = (
        len(ending)
        for ending, shortest in _ENDINGS
        if word.endswith(ending) and len(word) - len(ending) >= shortest
    )
    return word[: len(word) - max(lengths, default=0)]


def holds(text: str, asked: Question) -> bool:
    """Say whether any of the terms stands in a text."""
    return next(_spans(text, asked.terms), None) is not None


def marked(text: str, asked: Question) -> SafeString:
    """Return a text as HTML with what was found marked; all else is escaped."""
    parts, at = [], 0
    for start, end in _spans(text, asked.terms):
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308 - escaped piece by piece


def excerpt(text: str, asked: Question) -> SafeString:
    """Return the piece of a text in which something was found first, marked; else its beginning."""
    text = " ".join(text[:LONGEST_TEXT].split())
    first = next(_spans(text, asked.terms), (0, 0))[0]
    start = max(0, first - BEFORE)
    if start:
        start = text.find(" ", start, first) + 1 or start
    piece = text[start : start + EXCERPT]
    is_cut = start + EXCERPT < len(text)
    if is_cut and " " in piece[BEFORE:]:
        piece = piece.rpartition(" ")[0]
    before, after = "… " if start else "", " …" if is_cut else ""
    return mark_safe(f"{before}{marked(piece, asked)}{after}")  # noqa: S308 - marked escapes


def _spans(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Yield where terms stand in a text, from its beginning, none over another."""
    found = [(match.span(), folded(match[0])) for match in _WORD.finditer(text)]
    stems = tuple(stem(term.words[0]) for term in terms if not term.is_phrase)
    phrases = [term.words for term in terms if term.is_phrase]
    place = 0
    while place < len(found):
        (start, end), word = found[place]
        length = next((len(each) for each in phrases if _stands(each, found, place)), 0)
        if length:
            yield start, found[place + length - 1][0][1]
        elif stems and word.startswith(stems):
            yield start, end
        place += max(length, 1)


def _stands(
    phrase: tuple[str, ...], found: Sequence[tuple[tuple[int, int], str]], place: int
) -> bool:
    return tuple(word for _span, word in found[place : place + len(phrase)]) == phrase
