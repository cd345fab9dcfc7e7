"""A sheet becomes a schedule: columns by their headings, days as written, faults by their cells."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import translation

from kit.refusals import Refused
from sessions.schedules import columns, spreadsheets
from sessions.schedules.blank_sheet import blank_sheet
from sessions.schedules.lines import Fault
from sessions.schedules.spreadsheets import Layout
from tests.sessions import sheets_of
from tests.sessions.schedules.reads import HEAD, ZONE, at, read, row, told

_ENDS_EARLY = (
    "It ends at 08:00, which is not after its start at 09:00. Past midnight, write its length in "
    "minutes instead."
)
_UNLIKE = (
    "2 people are named in English and 3 in Russian. Name the same people in the same order, with "
    "semicolons between them."
)


def test_both_languages_of_a_row_come_together() -> None:
    schedule = read(sheets_of.xlsx(sheets_of.bilingual(3))).schedule
    first, second, third = schedule.talks
    assert (first.key, first.language, first.title, first.other_title) == (
        "s1",
        "ru",
        "Сессия 1",
        "Session 1",
    )
    assert (second.language, second.title, second.other_title) == ("en", "Session 2", "Сессия 2")
    assert (first.starts, first.duration) == (at(2031, 11, 14, 9), timedelta(minutes=45))
    assert schedule.rooms == ("Main hall", "Library")
    assert schedule.tracks == ("Environment", "Education")
    assert schedule.speakers == {
        "name:Anna Petrova": "Anna Petrova",
        "name:John Miller": "John Miller",
    }
    assert schedule.other_names == {
        ("room", "Main hall"): "Большой зал",
        ("room", "Library"): "Библиотека",
        ("track", "Environment"): "Экология",
        ("track", "Education"): "Образование",
        ("speaker", "name:Anna Petrova"): "Анна Петрова",
        ("speaker", "name:John Miller"): "Джон Миллер",
    }
    assert (schedule.starts_on, schedule.ends_on) == (date(2031, 11, 14), date(2031, 11, 15))
    assert third.starts == at(2031, 11, 15, 9)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "mac_cyrillic"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_says_the_same_in_every_alphabet_and_with_every_separator(
    encoding: str, separator: str
) -> None:
    rows = sheets_of.bilingual()
    expected = read(sheets_of.xlsx(rows)).schedule
    said = sheets_of.text(rows, separator).encode(encoding)
    assert read(said).schedule == expected


def test_an_alphabet_that_was_recognised_wrong_can_be_chosen() -> None:
    content = sheets_of.text(
        [["Title", "Date", "Start", "End"], row("É", "14.11.2031", "9:00", "10:00")]
    )
    said = content.encode("cp1252")
    assert read(said, encoding="cp1252").schedule.talks[0].title == "É"
    with pytest.raises(Refused) as refused:
        spreadsheets.sketch(said, Layout(encoding="utf-8"))
    assert "is not encoded as Unicode (UTF-8)" in str(refused.value.text)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Title", "title"),
        ("Название", "title"),
        ("Title / Название", "title"),
        ("Title (RU)", "title_ru"),
        ("title_en", "title_en"),
        ("Название (англ.)", "title_en"),
        ("Название на русском", "title_ru"),
        ("Тема", "track"),
        ("Зал", "room"),
        ("Докладчики:", "speakers"),
        ("Время начала", "start"),
        ("Дата и время", "date"),
        ("Длительность, мин.", "minutes"),
        ("Язык", "language"),
        ("Original language", "language"),
        ("№", "id"),
        ("Телефон", ""),
        ("", ""),
        ("x" * 40_000, ""),
    ],
)
def test_heading_says_what_its_column_is(heading: str, field: str) -> None:
    found = columns.guess([columns.Column(0, heading, ())])
    assert found == ({0: field} if field else {})


def test_heading_without_a_language_is_the_second_where_the_first_is_named() -> None:
    headings = ["Title", "Title (RU)", "Abstract (EN)", "Abstract", "Title"]
    found = columns.guess([columns.Column(at, said, ()) for at, said in enumerate(headings)])
    assert found == {0: "title_en", 1: "title_ru", 2: "abstract_en", 3: "abstract_ru"}


def test_headings_are_found_below_a_banner() -> None:
    rows = [["Программа форума"], [], HEAD, row("Talk", date(2031, 5, 1), time(10), time(11))]
    found = spreadsheets.sketch(sheets_of.xlsx(rows), Layout())
    assert (found.layout.heading, found.rows) == (3, 1)


def test_the_day_holds_for_the_rows_below_and_may_stand_in_a_row_of_its_own() -> None:
    rows = [
        HEAD,
        ["14 ноября 2031"],
        row("One", None, "10:00", "11:00"),
        [],
        row("Two", date(2031, 11, 15), "10:00", "11:00"),
        row("Three", None, "11:00", "12:00"),
    ]
    talks = read(sheets_of.xlsx(rows)).schedule.talks
    assert [talk.starts.day for talk in talks] == [14, 15, 15]


def test_every_fault_is_told_with_its_cell_and_what_to_do() -> None:
    rows = sheets_of.bilingual(
        6, A2="", B2="", C3="32.13.2031", D4="late", E5=time(8), L6="Klingon", K7="Анна; Джон; Кто"
    )
    found = read(sheets_of.xlsx(rows))
    assert (found.rows, len(found.schedule.talks)) == (6, 1 - 1)
    assert told(found) == [
        (2, "A", "There is no title. Write one, or delete the row."),
        (
            3,
            "C",
            "“32.13.2031” is no date between 1990 and 2100. Write it like 2031-11-14 or 14.11.2031.",
        ),
        (4, "D", "“late” is no hour. Write it like 10:00."),
        (
            5,
            "E",
            _ENDS_EARLY,
        ),
        (6, "L", "“Klingon” is neither English nor Russian. Write en or ru."),
        (
            7,
            "K",
            _UNLIKE,
        ),
    ]
    assert found.faults[1] == Fault(3, "C", "Date", found.faults[1].text)


def test_faults_are_told_in_russian_too() -> None:
    rows = sheets_of.bilingual(1, D2="поздно")
    with translation.override("ru"):
        assert told(read(sheets_of.xlsx(rows))) == [
            (2, "D", "«поздно» — не время. Напишите его так: 10:00.")
        ]


def test_rows_that_are_right_are_read_beside_wrong_ones() -> None:
    found = read(sheets_of.xlsx(sheets_of.bilingual(30, C4="soon", C9="later")))
    assert (found.rows, len(found.schedule.talks), len(found.faults)) == (30, 28, 2)


def test_an_hour_that_a_night_skips_is_no_hour() -> None:
    rows = [HEAD, row("Talk", date(2031, 3, 9), "2:30", "4:00")]
    assert told(read(sheets_of.xlsx(rows), zone="America/New_York")) == [
        (2, "C", "The clocks are put forward that night: this hour does not exist.")
    ]
    assert read(sheets_of.xlsx(rows)).faults == ()


def test_a_night_of_clock_changes_is_as_long_as_it_is() -> None:
    rows = [HEAD, row("Talk", date(2031, 11, 2), "0:30", "3:30")]
    talk = read(sheets_of.xlsx(rows), zone="America/New_York").schedule.talks[0]
    assert talk.duration == timedelta(hours=4)


def test_the_same_id_twice_is_the_fault_of_the_lower_row() -> None:
    found = read(sheets_of.xlsx(sheets_of.bilingual(3, M4="s1")))
    assert told(found) == [(4, "M", "Row 2 has the same ID. Each session needs its own.")]


def test_without_ids_a_session_is_known_by_day_and_title_and_the_order_of_the_day() -> None:
    day = date(2031, 11, 14)
    rows = [
        HEAD,
        row("Coffee", day, "15:00", "15:15"),
        row("Coffee", day, "11:00", "11:15"),
        row("Talk", day, "10:00", "11:00"),
        row("x" * 400, day, "12:00", "13:00"),
    ]
    keys = [talk.key for talk in read(sheets_of.xlsx(rows)).schedule.talks]
    assert keys[:3] == ["2031-11-14 coffee #2", "2031-11-14 coffee", "2031-11-14 talk"]
    assert len(keys[3]) == 200
    moved = [HEAD, row("TALK", day, "17:00", "18:00", "Library", "Anna Petrova")]
    assert read(sheets_of.xlsx(moved)).schedule.talks[0].key == "2031-11-14 talk"


def test_a_wrong_row_does_not_change_who_its_namesake_is() -> None:
    day = date(2031, 11, 14)
    rows = [HEAD, row("Coffee", day, "11:00", "x"), row("Coffee", day, "15:00", "15:15")]
    assert [t.key for t in read(sheets_of.xlsx(rows)).schedule.talks] == ["2031-11-14 coffee #2"]


def test_a_name_in_one_language_finds_its_pair_in_another_row() -> None:
    head = ["Title", "Date", "Start", "End", "Room (EN)", "Room (RU)"]
    day = date(2031, 11, 14)
    rows: list[list[Any]] = [
        head,
        ["One", day, "10:00", "11:00", "", "Большой зал"],
        ["Two", day, "11:00", "12:00", "Main hall", "Большой зал"],
        ["Three", day, "12:00", "13:00", "Main hall", "Другой зал"],
    ]
    found = read(sheets_of.xlsx(rows))
    assert {talk.room for talk in found.schedule.talks} == {"Main hall"}
    assert found.notes == (
        "“Main hall” has two Russian names in the sheet. The first one is taken.",
    )


def test_one_column_may_hold_either_language() -> None:
    rows = [
        HEAD,
        row("Доклад", date(2031, 5, 1), "10:00", "11:00", "Зал", "Анна Петрова, Джон Миллер"),
        row("Talk", date(2031, 5, 1), "11:00", "12:00", "Hall", "John Miller"),
    ]
    first, second = read(sheets_of.xlsx(rows)).schedule.talks
    assert (first.language, first.title, second.language) == ("ru", "Доклад", "en")
    assert first.speakers == ("name:Анна Петрова", "name:Джон Миллер")


def test_abstract_is_markdown_or_html_and_always_safe() -> None:
    head = ["Title", "Date", "Start", "Minutes", "Abstract"]
    rows: list[list[Any]] = [
        head,
        ["One", date(2031, 5, 1), "10:00", 30, "**Why** & how\n\nThen <script>alert(1)"],
        ["Two", date(2031, 5, 1), "11:00", 30, "<p>So</p><script>alert(1)</script>"],
    ]
    one, two = read(sheets_of.xlsx(rows)).schedule.talks
    assert one.abstract == (
        "<p><strong>Why</strong> &amp; how</p>\n<p>Then &lt;script&gt;alert(1)</p>"
    )
    assert two.abstract == "<p>So</p>"


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        ({0: "title"}, "No column says when sessions start. Choose the date and the start."),
        ({0: "date"}, "No column is the title. Choose the one that is."),
        (
            {0: "title_en", 1: "title_en", 2: "start"},
            "Two columns are “Title (in English)”. Choose one of them.",
        ),
        (
            {0: "title_en", 1: "title", 2: "start"},
            "“Title” is chosen in either language and in one of them. Choose one way.",
        ),
    ],
)
def test_columns_that_can_not_be_read_together_are_refused(
    chosen: dict[int, str], text: str
) -> None:
    assert columns.faults(chosen) == [text]


def test_the_blank_sheet_is_read_as_it_is_meant() -> None:
    found = spreadsheets.sketch(blank_sheet(), Layout())
    assert list(found.chosen.values()) == [
        "title_en", "title_ru", "date", "start", "end", "room_en", "room_ru", "track_en",
        "track_ru", "speakers_en", "speakers_ru", "abstract_en", "abstract_ru", "language", "id",
    ]  # fmt: skip
    assert blank_sheet() == blank_sheet()
    with pytest.raises(Refused) as refused:
        spreadsheets.read(blank_sheet(), found.layout, found.chosen, title="", zone=ZONE)
    assert str(refused.value.text) == "There is no session below row 1, the headings."
