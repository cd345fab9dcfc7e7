"""Programmes in spreadsheets, as an organiser would save them; the people in them are made up."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

HEADINGS = (
    "Title (EN)", "Название (рус.)", "Date", "Start", "End", "Room (EN)", "Зал (рус.)",
    "Track (EN)", "Тема (рус.)", "Speakers (EN)", "Докладчики (рус.)", "Language", "ID", "Phone",
)  # fmt: skip
_ROOMS = (("Main hall", "Большой зал"), ("Library", "Библиотека"), ("Online", "Онлайн"))
_TRACKS = (("Environment", "Экология"), ("Education", "Образование"))
_PEOPLE = (("Anna Petrova", "Анна Петрова"), ("John Miller", "Джон Миллер"))


def bilingual(count: int = 30, **cells: Any) -> list[list[Any]]:
    """Return a programme of so many sessions on two days in both languages, headings first.

    `cells` change one: `A3="…"`, named as the spreadsheet names it.
    """
    rows: list[list[Any]] = [list(HEADINGS)]
    for number in range(count):
        day, place = divmod(number, (count + 1) // 2)
        hour, hall = divmod(place, 3)
        both = _PEOPLE[: 1 + number % 2]
        rows.append(
            [
                f"Session {number + 1}",
                f"Сессия {number + 1}",
                date(2031, 11, 14 + day),
                time(9 + hour),
                time(9 + hour, 45),
                *_ROOMS[hall],
                *_TRACKS[number % 2],
                "; ".join(en for en, _ru in both),
                "; ".join(ru for _en, ru in both),
                "ru" if number % 3 == 0 else "en",
                f"s{number + 1}",
                "+7 000 000-00-00",
            ]
        )
    for name, value in cells.items():
        rows[int(name[1:]) - 1][ord(name[0]) - ord("A")] = value
    return rows


def xlsx(rows: Sequence[Sequence[Any]], **others: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook with these rows, and further sheets by name; one named `_…` is hidden."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        formats = {
            date: book.add_format({"num_format": "dd.mm.yyyy"}),
            time: book.add_format({"num_format": "hh:mm"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        for name, lines in {"Programme": rows, **others}.items():
            sheet = book.add_worksheet(name.lstrip("_"))
            if name.startswith("_"):
                sheet.hide()
            for place, line in enumerate(lines):
                for column, value in enumerate(line):
                    if value is None:
                        continue
                    if isinstance(value, str):
                        sheet.write_string(place, column, value[:32_767])
                    else:
                        sheet.write(place, column, value, formats.get(type(value)))
    return out.getvalue()


def text(rows: Sequence[Sequence[Any]], separator: str = ",") -> str:
    """Return the rows as CSV, days and hours as a Russian spreadsheet writes them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    for row in rows:
        writer.writerow([_shown(value) for value in row])
    return out.getvalue()


def _shown(value: Any) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else str(value)
