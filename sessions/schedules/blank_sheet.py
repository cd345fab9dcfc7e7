"""The sheet that organisers download to fill in: headings that are recognised, in both languages."""

from datetime import datetime

from kit import xlsxfile
from kit.xlsxfile import Table

# Heading, what to write in English and in Russian, an example. It is one sheet for both languages, so
# it is not translated: whoever fills it in may have colleagues who read the other one.
_COLUMNS = (
    (
        "Title (EN) / Название (англ.)",
        "Needed, in at least one language.",
        "Нужно хотя бы на одном языке.",
        "Opening plenary",
    ),
    (
        "Title (RU) / Название (рус.)",
        "The same in Russian.",
        "То же по-русски.",
        "Открытие",
    ),
    (
        "Date / Дата",
        "Needed. An empty cell means the date of the row above.",
        "Нужна. Пустая ячейка — дата строки выше.",
        "2031-11-14",
    ),
    (
        "Start / Начало",
        "Needed. The clock of the conference’s city.",
        "Нужно. По часам города конференции.",
        "10:00",
    ),
    (
        "End / Конец",
        "Needed; or name the column Minutes and write the length.",
        "Нужен; или назовите столбец «Минуты» и пишите длительность.",
        "11:30",
    ),
    ("Room (EN) / Зал (англ.)", "May stay empty.", "Можно не заполнять.", "Main hall"),
    ("Room (RU) / Зал (рус.)", "May stay empty.", "Можно не заполнять.", "Большой зал"),
    ("Track (EN) / Тема (англ.)", "May stay empty.", "Можно не заполнять.", "Environment"),
    ("Track (RU) / Тема (рус.)", "May stay empty.", "Можно не заполнять.", "Экология"),
    (
        "Speakers (EN) / Докладчики (англ.)",
        "Names with semicolons between them.",
        "Имена через точку с запятой.",
        "Anna Petrova; John Miller",
    ),
    (
        "Speakers (RU) / Докладчики (рус.)",
        "The same people in the same order.",
        "Те же люди в том же порядке.",
        "Анна Петрова; Джон Миллер",
    ),
    (
        "Abstract (EN) / Аннотация (англ.)",
        "May stay empty; an empty line begins a paragraph.",
        "Можно не заполнять; пустая строка начинает абзац.",
        "How we begin.",
    ),
    (
        "Abstract (RU) / Аннотация (рус.)",
        "May stay empty.",
        "Можно не заполнять.",
        "С чего мы начинаем.",
    ),
    (
        "Language / Язык",
        "Of the original: en or ru. Empty: English, where there is an English title.",
        "Язык оригинала: en или ru. Пусто: английский, если есть английское название.",
        "en",
    ),
    (
        "ID",
        "May stay empty. With one, a session stays the same when its title or day changes.",
        "Можно не заполнять. С ним заседание остаётся тем же, если меняются название или день.",
        "p-01",
    ),
)


def blank_sheet() -> bytes:
    """Return the workbook: an empty programme, and beside it what to write into which column."""
    programme = Table("Programme Программа", [heading for heading, *_said in _COLUMNS])
    explained = Table(
        "How to fill in Как заполнять",
        ("Column / Столбец", "In English", "По-русски", "Example / Пример"),
        _COLUMNS,
    )
    return xlsxfile.write([programme, explained], datetime(2026, 1, 1))  # noqa: DTZ001 - the same bytes each time
