"""What a table of recommendations says in which column, and what of it can't be."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kit.names import clean_name, clean_text
from records.deliveries.models import Stance
from records.importing.tables import Row, Unreadable

# Headings by which each column is known, in small letters.
HEADINGS = {
    "to": ("to", "addressee", "state under review", "sur", "кому", "адресат"),
    "text": ("text", "recommendation", "текст", "рекомендация"),
    "from": ("from", "recommending state", "issued by", "от", "от кого", "автор"),
    "response": ("response", "answer", "reply", "ответ"),
    "session": ("session", "cycle", "сессия"),
    "id": ("id", "number", "№", "номер"),
}
NEEDED = ("to", "text")
LONGEST = {"to": 180, "text": 20_000, "from": 300, "session": 100, "id": 100}

RESPONSES = {
    Stance.ACCEPTED: ("accepted", "supported", "принята", "принято", "поддержана"),
    Stance.PARTLY: (
        "accepted in part",
        "partially accepted",
        "partly accepted",
        "supported in part",
        "принята частично",
        "частично принята",
    ),
    Stance.NOTED: ("noted", "taken note of", "принята к сведению", "принято к сведению"),
    Stance.REFUSED: ("refused", "rejected", "not accepted", "отклонена", "отклонено"),
    Stance.LATER: ("pending", "needs more time", "general response", "на рассмотрении"),
}
NO_RESPONSE = frozenset({"", "-", "—", "none", "no response", "без ответа"})
_KNOWN = {word: stance for stance, words in RESPONSES.items() for word in words}
_CYRILLIC, _LETTER = re.compile("[а-яёА-ЯЁ]"), re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that can't be read as what its column says: where, and why."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        where = _("Line %(line)d, column “%(column)s”: ")
        return where % {"line": self.line, "column": self.column} + self.text


@dataclass(frozen=True, slots=True)
class Said:
    """A recommendation as a row says it; without a stance it was not answered."""

    line: int
    to: str
    text: str
    issued_by: str
    stance: str
    key: str
    columns: dict[str, str]

    @property
    def language(self) -> str:
        """Return the language of its text: the alphabet of most of its letters."""
        letters = len(_LETTER.findall(self.text))
        return "ru" if len(_CYRILLIC.findall(self.text)) * 2 > letters else "en"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column stands, and what all of them are called."""

    places: dict[str, int]
    names: Sequence[str]

    def read(self, row: Row) -> Said | list[Fault]:
        """Return what a row says, or all that is wrong with it."""
        if len(row.cells) != len(self.names):
            text = _("The row has %(found)d cells, and there are %(wanted)d columns.") % {
                "found": len(row.cells),
                "wanted": len(self.names),
            }
            short = len(row.cells) < len(self.names)
            column = self.names[len(row.cells)] if short else self.names[-1]
            return [Fault(row.line, column, text)]
        cells = {name: row.cells[place].strip() for name, place in self.places.items()}
        faults = [Fault(row.line, self._called(name), text) for name, text in _faults(cells)]
        return faults or self._said(row, cells)

    def _said(self, row: Row, cells: dict[str, str]) -> Said:
        to, issued_by = clean_name(cells["to"], 180), clean_name(cells.get("from", ""), 300)
        text = clean_text(cells["text"])
        known = [to, text, issued_by, cells.get("session", ""), cells.get("id", "")]
        response = cells.get("response", "").casefold()
        return Said(
            line=row.line,
            to=to,
            text=text,
            issued_by=issued_by,
            stance="" if response in NO_RESPONSE else _KNOWN[response].value,
            key=key_of(*known),
            columns={
                name[:100]: cell.strip()[:20_000]
                for name, cell in zip(self.names, row.cells, strict=True)
            },
        )

    def _called(self, name: str) -> str:
        return self.names[self.places[name]]


def key_of(*parts: str) -> str:
    """Return by what something is known again: neither capitals nor blanks make a difference."""
    flat = [" ".join(part.split()).casefold() for part in parts]
    return hashlib.sha256(json.dumps(flat, ensure_ascii=False).encode()).hexdigest()


def columns_of(headings: Row) -> Columns:
    """Return which column says what; refuse a table that lacks what is needed."""
    names = [" ".join(cell.split()) for cell in headings.cells]
    folded = [name.casefold() for name in names]
    places = {
        name: folded.index(word)
        for name, words in HEADINGS.items()
        for word in [next((word for word in words if word in folded), "")]
        if word
    }
    missing = [name for name in NEEDED if name not in places]
    if missing:
        text = _(
            "There is no column “%(missing)s”. The first row must name the columns; it says: %(found)s."
        )
        words = {"missing": "”, “".join(missing), "found": ", ".join(names)[:200]}
        raise Unreadable(text % words, line=headings.line)
    twice = next((name for name in folded if name and folded.count(name) > 1), "")
    if twice in {folded[place] for place in places.values()}:
        text = _("Two columns are called “%(name)s”.") % {"name": twice}
        raise Unreadable(text, line=headings.line)
    return Columns(places, names)


def _faults(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name in NEEDED:
        if not clean_text(cells[name]):
            yield name, _("The cell is empty.")
    for name, most in LONGEST.items():
        if len(cells.get(name, "")) > most:
            yield name, _("This is longer than %(most)d characters.") % {"most": most}
    response = cells.get("response", "").casefold()
    if response not in NO_RESPONSE and response not in _KNOWN:
        text = _(
            "“%(said)s” is no answer that is known here: accepted, accepted in part, noted, refused, pending."
        )
        yield "response", text % {"said": cells["response"][:60]}
