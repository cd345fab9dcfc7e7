"""Which column of a sheet is what: guessed from its headings in English and Russian, then chosen.

A field of two languages has three columns to choose from: `title_en`, `title_ru`, and `title` for a
sheet in which each row is written in one language, which its alphabet tells.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sessions.schedules.grids import Cell, Row, letter

BILINGUAL = {
    "title": pgettext_lazy("column", "Title"),
    "abstract": pgettext_lazy("column", "Abstract"),
    "speakers": pgettext_lazy("column", "Speakers"),
    "room": pgettext_lazy("column", "Room"),
    "track": pgettext_lazy("column", "Track"),
}
_PLAIN = {
    "date": pgettext_lazy("column", "Date"),
    "start": pgettext_lazy("column", "Start"),
    "end": pgettext_lazy("column", "End"),
    "minutes": pgettext_lazy("column", "Length in minutes"),
    "language": pgettext_lazy("column", "Original language"),
    "kind": pgettext_lazy("column", "Kind of session"),
    "id": pgettext_lazy("column", "Identifier (ID)"),
}
_IN = {
    "_en": pgettext_lazy("column", "in English"),
    "_ru": pgettext_lazy("column", "in Russian"),
    "": pgettext_lazy("column", "in either language"),
}

# Headings, in lower case and without marks; what is in brackets or after a language's name is cut off.
_SAID = {
    "title": "title|session|session title|talk|name|topic|subject|event|название|наименование|заголовок"
    "|название сессии|название доклада|название секции|сессия|доклад|мероприятие|событие"
    "|заседание|название заседания|название мероприятия",
    "abstract": "abstract|description|summary|annotation|about|text|аннотация|описание|тезисы"
    "|краткое описание|содержание|о чем",
    "speakers": "speaker|speakers|speaker s|presenter|presenters|author|authors|who|people|panelists"
    "|speaker names|докладчик|докладчики|спикер|спикеры|выступающий|выступающие|участники|автор"
    "|авторы|ведущий|ведущие|фио|имя|имена",
    "room": "room|hall|place|venue|location|stage|зал|аудитория|помещение|место|комната|площадка"
    "|место проведения|кабинет",
    "track": "track|theme|stream|section|thread|трек|тема|направление|секция|поток|тематика|линия",
    "date": "date|day|when|дата|день|число|дата проведения|когда|date and time|дата и время|дата время"
    "|start date|дата начала",
    "start": "start|starts|begin|begins|beginning|from|time|start time|starts at|hours|начало|время"
    "|с|время начала|начинается|час|часы",
    "end": "end|ends|finish|to|until|till|end time|ends at|finishes|конец|окончание|по|до|завершение"
    "|время окончания|заканчивается",
    "minutes": "minutes|duration|length|min|mins|duration min|duration in minutes|длительность|минут"
    "|минуты|продолжительность|мин|длительность мин|длительность в минутах",
    "language": "language|lang|original language|язык|язык оригинала|язык доклада|язык выступления",
    "kind": "kind|type|format|session type|вид|тип|формат|тип сессии",
    "id": "id|identifier|code|key|no|number|guid|код|номер|идентификатор|ключ|№|ид",
}
_FIELD_OF = {said: field for field, all_said in _SAID.items() for said in all_said.split("|")}
_LANGUAGE_OF = {
    **dict.fromkeys("en eng english англ английский английском английски".split(), "_en"),  # noqa: SIM905 - a line of words
    **dict.fromkeys("ru rus russian рус русский русском русски".split(), "_ru"),  # noqa: SIM905
}
_LINKING = {"in", "на", "по", "яз", "языке"}
_MARKS = re.compile(r"[^\w№]+|_+")
_PARTS = re.compile(r"[/|\n]")

# A heading that names this many fields of ours stands in the row of headings.
_ENOUGH = 2
_SAMPLES = 3
_LONGEST_SAMPLE = 60

Map = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet as its organiser sees it: letter, heading, the first values in it."""

    place: int
    heading: str
    samples: tuple[str, ...]

    @property
    def letter(self) -> str:
        """Return the letters that a spreadsheet shows over it."""
        return letter(self.place)


def names() -> Mapping[str, str | Promise]:
    """Return what a column may be, with its name, in the order in which one chooses."""
    both: dict[str, str | Promise] = {
        field + ending: format_lazy("{} ({})", name, said)
        for field, name in BILINGUAL.items()
        for ending, said in _IN.items()
    }
    title = {name: said for name, said in both.items() if name.startswith("title")}
    return {**title, **_PLAIN, **both}


def heading_row(rows: Sequence[Row], top: int = 20) -> int:
    """Return the number of the row with the headings: the first that names two fields, else the first."""
    for row in rows[:top]:
        if len({*filter(None, map(_meaning, row.cells))}) >= _ENOUGH:
            return row.number
    return rows[0].number if rows else 1


def has_headings(rows: Sequence[Row]) -> bool:
    """Say whether a sheet has a row that names fields of a programme."""
    number = heading_row(rows)
    found = next((row for row in rows if row.number == number), None)
    return found is not None and len({*filter(None, map(_meaning, found.cells))}) >= _ENOUGH


def columns(rows: Sequence[Row], heading: int) -> tuple[Column, ...]:
    """Return the columns in which anything stands, with their headings and first values."""
    head = next((row for row in rows if row.number == heading), Row(heading, ()))
    below = [row for row in rows if row.number > heading]
    width = max((len(row.cells) for row in (head, *below)), default=0)
    found = (
        Column(place, shown(head.cell(place)), _samples(row.cell(place) for row in below))
        for place in range(width)
    )
    return tuple(column for column in found if column.heading or column.samples)


def guess(found: Sequence[Column]) -> dict[int, str]:
    """Return what each column most likely is; one whose heading says nothing is not taken.

    A heading without a language is the second language where another column has the first.
    """
    meant: dict[int, str] = {}
    for column in found:
        meaning = _meaning(column.heading)
        if meaning and meaning not in meant.values():
            meant[column.place] = meaning
    for place, meaning in list(meant.items()):
        if meaning not in BILINGUAL:
            continue
        beside = {f"{meaning}_en", f"{meaning}_ru"} & set(meant.values())
        if beside == {f"{meaning}_en", f"{meaning}_ru"}:
            del meant[place]
        elif beside:
            meant[place] = meaning + ("_ru" if f"{meaning}_en" in beside else "_en")
    return meant


def faults(chosen: Map) -> list[str]:
    """Return what a choice of columns lacks, or has twice, each with what to do."""
    said = [field for field in chosen.values() if field]
    told = names()
    found = [
        _("Two columns are “%(name)s”. Choose one of them.") % {"name": told[field]}
        for field in sorted({field for field in said if said.count(field) > 1})
    ]
    for field, name in BILINGUAL.items():
        if field in said and {f"{field}_en", f"{field}_ru"} & set(said):
            text = _("“%(name)s” is chosen in either language and in one of them. Choose one way.")
            found.append(text % {"name": name})
    if not {"title", "title_en", "title_ru"} & set(said):
        found.append(_("No column is the title. Choose the one that is."))
    if not {"date", "start"} & set(said):
        found.append(_("No column says when sessions start. Choose the date and the start."))
    return found


def shown(cell: Cell, limit: int = _LONGEST_SAMPLE) -> str:
    """Return a cell's value as one short line, days and hours as a spreadsheet shows them."""
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == time.min:
        cell = cell.date()
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    text = " ".join(str(getattr(cell, "shown", cell)).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _samples(cells: Iterable[Cell]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cell in cells:
        if cell is not None:
            found[shown(cell)] = None
        if len(found) == _SAMPLES:
            break
    return tuple(found)


def _meaning(cell: Cell) -> str:
    """Return the field that a heading names, in either language or in both: “Title / Название”."""
    if not isinstance(cell, str) or len(cell) > 2 * _LONGEST_SAMPLE:
        return ""
    for part in (cell, *_PARTS.split(cell)):
        words = _words(part)
        endings = {_LANGUAGE_OF[word] for word in words if word in _LANGUAGE_OF}
        plain = [word for word in words if word not in _LANGUAGE_OF]
        if endings and plain and plain[-1] in _LINKING:
            plain = [word for word in plain if word not in _LINKING]
        field = _FIELD_OF.get(" ".join(plain), "")
        if not field and endings and not plain:
            continue
        if field in BILINGUAL and len(endings) == 1:
            return field + endings.pop()
        if field:
            return field
    return ""


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return _MARKS.sub(" ", plain).split()
