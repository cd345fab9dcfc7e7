"""Sheets that mean no good, or that nobody tidied: refused with a reason, or read as what they say."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.cell import WriteOnlyCell

from kit.refusals import Refused
from sessions.schedules import delimited, grids, spreadsheets, workbooks
from sessions.schedules.spreadsheets import Layout, Reading
from tests.sessions import sheets_of

HEAD = ["Title", "Date", "Start", "End", "Room", "Speakers"]
DAY = date(2031, 11, 14)


def read(content: bytes) -> Reading:
    found = spreadsheets.sketch(content, Layout())
    return spreadsheets.read(content, found.layout, found.chosen, title="Forum", zone="UTC")


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        spreadsheets.sketch(content, Layout())
    return str(refused.value.text)


def repacked(content: bytes, **parts: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with some of its parts rewritten, by the last word of their path."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            name = part.filename.rpartition("/")[2].partition(".")[0]
            content = old.read(part)
            new.writestr(part.filename, parts[name](content) if name in parts else content)
    return out.getvalue()


def talk(title: Any, **more: Any) -> list[Any]:
    said = {"Date": DAY, "Start": "10:00", "End": "11:00", **more}
    return [title, *(said.get(name) for name in HEAD[1:])]


GOOD = sheets_of.xlsx([HEAD, talk("Talk")])
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData><row><c t='inlineStr'><is><t>&b;</t></is></c></row></sheetData></worksheet>"
)
OUTSIDE = BOMB.replace(b'<!ENTITY a "aaaaaaaaaa">', b'<!ENTITY a SYSTEM "file:///etc/passwd">')


@pytest.mark.parametrize("part", ["sheet1", "sharedStrings", "workbook", "styles"])
@pytest.mark.parametrize("xml", [BOMB, OUTSIDE, BOMB.decode().encode("utf-16")])
def test_entities_are_refused_in_every_part(part: str, xml: bytes) -> None:
    assert refusal(repacked(GOOD, **{part: lambda _same: xml})) == (
        "The workbook declares entities or refers to other files; that is not read."
    )


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked(GOOD, sharedStrings=lambda same: same + b" " * (200 * 2**20))
    assert len(bomb) < 2**20
    tracemalloc.start()
    text = refusal(bomb)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert text == "Unpacked, the workbook is larger than 96 MiB. Leave out what is not used."
    assert peak < 8 * 2**20


def test_a_million_rows_are_refused_and_not_kept() -> None:
    def many(sheet: bytes) -> bytes:
        row = b"<row><c t='inlineStr'><is><t>a</t></is></c></row>"
        return sheet.replace(b"</sheetData>", row * 1_000_000 + b"</sheetData>")

    content = repacked(GOOD, sheet1=many)
    tracemalloc.start()
    text = refusal(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert text == "The sheet has more than 5000 filled rows. Divide it."
    assert peak < 64 * 2**20


OVERGROWN = "The workbook holds far more than a programme. Copy its sheet into a new one."
MANY = 600_000


@pytest.mark.parametrize(
    ("part", "end", "more"),
    [
        ("styles", b"</cellXfs>", b"<xf/>"),
        ("workbook", b"</sheets>", b"<x/>"),
        ("theme1", b"</a:theme>", b"<x/>"),
        ("sharedStrings", b"</sst>", b"<si/>"),
        ("sheet1", b"</row>", b"<c/>"),
        ("sheet1", b"</row>", b"<c/><!--</row>-->"),
        ("sheet1", b"</row>", b"<c/><?a </row>?>"),
        ("sheet1", b"<sheetData>", b"<x/>"),
    ],
)
def test_a_part_with_elements_beyond_measure_is_refused_before_they_are_kept(
    part: str, end: bytes, more: bytes
) -> None:
    def grown(xml: bytes) -> bytes:
        # The list of a part's relations has the name of its part.
        assert end in xml or b"<Relationships" in xml
        grown = end + more * MANY if end == b"<sheetData>" else more * MANY + end
        return xml.replace(end, grown, 1)

    content = repacked(GOOD, **{part: grown})
    assert len(content) < 128 * 1024
    tracemalloc.start()
    text = refusal(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert text == OVERGROWN
    assert peak < 16 * 2**20


def test_a_part_that_is_no_xml_by_its_name_is_not_read_as_one() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            xml = old.read(part).replace(b"sharedStrings.xml", b"sharedStrings.bin")
            new.writestr(part.filename.replace("sharedStrings.xml", "sharedStrings.bin"), xml)
    assert refusal(out.getvalue()) == OVERGROWN


def test_a_sheet_that_is_said_to_be_many_is_read_once() -> None:
    def twice(book: bytes) -> bytes:
        if b"<Relationships" in book:
            return book
        sheet = book[book.index(b"<sheet ") : book.index(b"</sheets>")]
        return book.replace(sheet, sheet + sheet.replace(b"Programme", b"Again"))

    assert spreadsheets.sketch(repacked(GOOD, workbook=twice), Layout()).names == ("Programme",)


def test_a_row_that_says_it_is_the_billionth_is_refused() -> None:
    far = repacked(
        GOOD,
        sheet1=lambda sheet: sheet.replace(
            b"</sheetData>",
            b'<row r="1000000000"><c r="A1000000000"><v>1</v></c></row></sheetData>',
        ),
    )
    assert refusal(far) == "The sheet goes on below row 20000. Delete the empty rows in it."


def test_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    small = sheets_of.xlsx([HEAD, talk("One"), talk("Two")])
    lying = repacked(small, sheet1=lambda sheet: sheet.replace(b'ref="A1:F3"', b'ref="A1:A1"'))
    assert lying != small
    assert [t.title for t in read(lying).schedule.talks] == ["One", "Two"]


def test_a_sheet_wider_than_is_read_is_refused() -> None:
    wide = sheets_of.xlsx([[*HEAD, *["x"] * 100], talk("Talk")])
    assert refusal(wide) == "Row 1 goes beyond column BH: more columns are not read."


def test_a_file_larger_than_is_read_is_refused() -> None:
    text = "The file is larger than 16 MiB. A programme of words is smaller."
    assert refusal(b"PK\x03\x04" + b" " * grids.MAX_BYTES) == text
    assert refusal(b"a" * (grids.MAX_BYTES + 1)) == text


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
DAMAGED = "The workbook is damaged. Open it in a spreadsheet and save it again as XLSX."


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "The workbook has a password. Take it away and save the file again.",
        ),
        (
            OLE + "Workbook".encode("utf-16-le"),
            "This is the old format .xls. Save the file as XLSX or CSV.",
        ),
        (
            _zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "This is no XLSX workbook. Save the programme as XLSX or CSV.",
        ),
        (b"PK\x03\x04 and no more", DAMAGED),
        (GOOD[: len(GOOD) // 2], DAMAGED),
        (repacked(GOOD, sheet1=lambda sheet: sheet[: len(sheet) // 2]), DAMAGED),
        (repacked(GOOD, workbook=lambda _book: b"<html>"), DAMAGED),
        (b"", "The sheet is empty."),
        (b"\n\n,,,\n", "The sheet is empty."),
        (bytes(range(256)) * 4, "This is no text. Save the programme as XLSX or CSV."),
        (
            b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 50,
            "This is no text. Save the programme as XLSX or CSV.",
        ),
    ],
)
def test_what_is_no_sheet_is_told_what_it_is(content: bytes, text: str) -> None:
    assert refusal(content) == text


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    evil = "=cmd|' /C calc'!A0"
    for content in (
        sheets_of.xlsx([HEAD, talk(evil)]),
        sheets_of.text([HEAD, talk(evil)]).encode(),
    ):
        assert read(content).schedule.talks[0].title == evil


def test_of_a_formula_the_last_result_is_read_and_nothing_is_run() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD, talk("=1+1")):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue())
    assert [fault.text for fault in found.faults] == [
        "There is no title. Write one, or delete the row."
    ]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#Н/Д", "#ССЫЛКА!"])
def test_an_error_in_a_cell_is_told_and_never_taken_for_a_text(error: str) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEAD)
    cell = WriteOnlyCell(sheet, value=error)
    sheet.append([cell, *talk("")[1:]])
    out = io.BytesIO()
    book.save(out)
    for content in (out.getvalue(), sheets_of.text([HEAD, talk(error)]).encode()):
        found = read(content)
        assert [(fault.column, fault.text) for fault in found.faults] == [
            ("A", f"The cell shows {error}. Mend its formula, or write what it should say.")
        ]


def test_an_error_in_a_column_that_is_not_taken_is_nobody_s_business() -> None:
    rows = [[*HEAD, "Phone"], [*talk("Talk"), "#REF!"]]
    assert read(sheets_of.xlsx(rows)).faults == ()


def test_marks_that_turn_text_round_do_not_come_in() -> None:
    found = read(
        sheets_of.xlsx([HEAD, talk("Why \u202eyhw\u202c\u200b?", Speakers="Anna\u2066 P")])
    )
    assert found.schedule.talks[0].title == "Why yhw?"
    assert list(found.schedule.speakers.values()) == ["Anna P"]


@pytest.mark.parametrize(
    ("title", "said"), [(2031, "2031"), (3.0, "3"), (3.5, "3.5"), (True, "True")]
)
def test_a_number_may_be_a_title(title: Any, said: str) -> None:
    assert read(sheets_of.xlsx([HEAD, talk(title)])).schedule.talks[0].title == said


def test_a_cell_of_forty_thousand_letters_is_told_and_does_not_hold_up() -> None:
    long = "x" * 40_000
    rows = [
        HEAD,
        talk(long),
        talk("Talk", Date=long),
        talk("Talk", Start=long),
        talk("T", End=long),
    ]
    found = read(sheets_of.text(rows).encode())
    assert [(fault.row, fault.column) for fault in found.faults] == [
        (2, "A"), (3, "B"), (4, "C"), (5, "D"),
    ]  # fmt: skip
    assert found.faults[0].text == "The text is longer than 400 characters. Shorten it."
    assert max(len(fault.text) for fault in found.faults) < 200


def test_too_many_people_in_one_cell_are_told() -> None:
    people = ";".join(f"Person {number}" for number in range(51))
    found = read(sheets_of.xlsx([HEAD, talk("Talk", Speakers=people)]))
    assert [fault.column for fault in found.faults] == ["F"]


def test_hidden_sheets_are_never_read_and_the_sheet_with_headings_is_found() -> None:
    content = sheets_of.xlsx(
        [["Read me first"], ["Nothing here"]],
        Agenda=[HEAD, talk("Talk")],
        _Budget=[HEAD, talk("Secret")],
    )
    found = spreadsheets.sketch(content, Layout())
    assert (found.layout.sheet, found.names, found.hidden) == (
        "Agenda",
        ("Programme", "Agenda"),
        ("Budget",),
    )
    assert workbooks.read(content, sheet="Budget").name == "Programme"
    assert read(content).notes == (
        "Of the workbook, only the sheet “Agenda” is taken.",
        "1 hidden sheet is not read.",
    )


def test_merged_cells_say_what_their_reader_sees() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD, talk("One", Room="Hall"), talk("Two"), talk("Three", Room="Library")):
        sheet.append(row)
    sheet.merge_cells("E2:E3")
    out = io.BytesIO()
    book.save(out)
    assert [t.room for t in read(out.getvalue()).schedule.talks] == ["Hall", "Hall", "Library"]


@pytest.mark.parametrize("ref", ["A1:XFD1048576", "E2:E1048576", "nonsense"])
def test_a_merge_without_bounds_is_let_be_or_refused(ref: str) -> None:
    content = repacked(
        GOOD,
        sheet1=lambda sheet: sheet.replace(
            b"</sheetData>",
            f'</sheetData><mergeCells count="1"><mergeCell ref="{ref}"/></mergeCells>'.encode(),
        ),
    )
    if ref == "nonsense":
        assert refusal(content) == DAMAGED
    else:
        assert [t.title for t in read(content).schedule.talks] == ["Talk"]


def test_a_quotation_mark_that_is_never_closed_is_one_long_cell() -> None:
    said = 'Title,Date,Start,End\n"Talk,2031-11-14,10:00,11:00\n' + "x," * 100_000
    assert delimited.recognise_separator(said) == ","
    assert refusal(said.encode()) == "A quotation mark that opens a cell does not close it."


def test_csv_that_names_its_separator_is_believed() -> None:
    said = "sep=;\r\nTitle;Date;Start;End\r\nTalk, with a comma;2031-11-14;10:00;11:00\r\n"
    assert read(said.encode()).schedule.talks[0].title == "Talk, with a comma"
