"""Days, hours and lengths of a sheet, as people write them."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from sessions.schedules import spreadsheets
from sessions.schedules.spreadsheets import Layout
from tests.sessions import sheets_of
from tests.sessions.schedules.reads import HEAD, at, read, row


@pytest.mark.parametrize(
    ("said", "order", "expected"),
    [
        ("2031-11-04", "mdy", date(2031, 11, 4)),
        ("04.11.2031", "mdy", date(2031, 11, 4)),
        ("04.11.31", "dmy", date(2031, 11, 4)),
        ("04/11/2031", "dmy", date(2031, 11, 4)),
        ("04/11/2031", "mdy", date(2031, 4, 11)),
        ("4 ноября 2031 г.", "dmy", date(2031, 11, 4)),
        ("вторник, 4 ноября 2031", "dmy", date(2031, 11, 4)),
        ("November 4, 2031", "dmy", date(2031, 11, 4)),
        ("Tue 4 Nov 2031", "dmy", date(2031, 11, 4)),
        (date(2031, 11, 4), "mdy", date(2031, 11, 4)),
    ],
)
def test_day_is_read_as_it_is_written(said: Any, order: str, expected: date) -> None:
    content = sheets_of.xlsx([HEAD, row("Talk", said, "10:00", "11:00")])
    found = read(content, order=order)
    assert (found.faults, found.schedule.talks[0].starts.date()) == ((), expected)


@pytest.mark.parametrize(
    ("dates", "order"),
    [(["13/11/2031", "01/02/2031"], "dmy"), (["11/13/2031"], "mdy"), (["01/02/2031"], "")],
)
def test_which_of_two_numbers_is_the_day_is_told_where_it_can_be(
    dates: list[str], order: str
) -> None:
    rows = [HEAD, *(row(f"Talk {day}", day, "10:00", "11:00") for day in dates)]
    found = spreadsheets.sketch(sheets_of.text(rows).encode(), Layout())
    assert (found.has_slashes, found.date_order) == (True, order)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (time(10), time(11, 30), 90),
        ("10:00", "11.30", 90),
        ("10.00–11.30", None, 90),
        ("10:00 - 11:30", None, 90),
        ("10 am", "1:30 pm", 210),
        (0.4166666666, 0.479166666, 90),
        ("23:00", "24:00", 60),
        ("10:00", at(2031, 11, 5, 1, 0), 900),
    ],
)
def test_hours_are_read_as_they_are_written(start: Any, end: Any, minutes: int) -> None:
    found = read(sheets_of.xlsx([HEAD, row("Talk", date(2031, 11, 4), start, end)]))
    assert found.faults == ()
    assert found.schedule.talks[0].duration == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("said", "minutes"), [(45, 45), ("45 мин.", 45), ("1:30", 90), (time(1, 30), 90), ("90", 90)]
)
def test_a_length_may_stand_in_place_of_the_end(said: Any, minutes: int) -> None:
    rows = [["Title", "Date and time", "Minutes"], ["Talk", "2031-11-04 10:00", said]]
    found = read(sheets_of.xlsx(rows))
    assert found.faults == ()
    assert found.schedule.talks[0].starts == at(2031, 11, 4, 10)
    assert found.schedule.talks[0].duration == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("2031-11-14T10:00:00Z", (14, 13, 0)),
        ("2031-11-14T10:00:00.000Z", (14, 13, 0)),
        ("2031-11-14 10:00Z", (14, 13, 0)),
        ("14.11.2031 10:00 Z", (14, 13, 0)),
        ("2031-11-14T10:00:00+03:00", (14, 10, 0)),
        ("2031-11-14 10:00 +0530", (14, 7, 30)),
        ("2031-11-14T22:00-05", (15, 6, 0)),
        ("2031-11-14T10:00", (14, 10, 0)),
        ("Tue 11 Nov 2031 10:00", (11, 10, 0)),
        ("Tuesday, Nov 11, 2031 10:00", (11, 10, 0)),
        ("Thursday, 13 November 2031 10:00", (13, 10, 0)),
        ("вторник, 11 ноября 2031 г. 10:00", (11, 10, 0)),
    ],
)
def test_a_moment_that_says_its_zone_is_an_instant_and_a_weekday_is_no_zone(
    said: str, hour: tuple[int, int, int]
) -> None:
    found = read(sheets_of.xlsx([["Title", "Start", "Minutes"], ["Talk", said, 45]]))
    assert found.faults == ()
    assert found.schedule.talks[0].starts == at(2031, 11, *hour)


@pytest.mark.parametrize("said", ["2031-11-14T10:00+99:00", "2031-11-14 10:00-11:00", "Z"])
def test_a_moment_that_could_be_another_is_told(said: str) -> None:
    found = read(sheets_of.xlsx([["Title", "Start", "Minutes"], ["Talk", said, 45]]))
    assert [fault.column for fault in found.faults] == ["B"]
