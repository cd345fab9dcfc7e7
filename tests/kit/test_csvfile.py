"""CSV that opens right in a spreadsheet and runs nothing there."""

import csv
import io

import pytest

from kit.csvfile import safe_cell, write


def test_a_file_has_a_mark_and_windows_line_ends_and_quotes() -> None:
    content = write(["name", "seconds"], [["Ада", 5400], ['say "hi"', None]])
    assert content == '\ufeff"name","seconds"\r\n"Ада","5400"\r\n"say ""hi""",""\r\n'.encode()


def test_a_file_is_read_back_as_it_was_written() -> None:
    rows = [["a,b", "two\nlines"], ["Ж", "1"]]
    text = write(["x", "y"], rows).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["x", "y"], *rows]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\x00=1",
        " =1",
        "＝1",
        "＋1",
        "－1",
        "＠A1",
        "|calc",
        "%0A",
    ],
)
def test_no_text_starts_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("separator", [";", ",", "\t", '"', "\n", '";', "; ", '""', "\r\n\x00"])
@pytest.mark.parametrize("mark", ["=1+1", "+1", "-1", "@A1", "＝1", "|calc", "%0A"])
def test_no_text_starts_a_formula_behind_a_separator(separator: str, mark: str) -> None:
    """Who reads a file with another separator than it has cuts its cells in two."""
    cell = safe_cell(f"Ivan{separator}{mark};x")
    assert f"'{mark}" in cell
    assert cell.replace(f"'{mark}", "").count(mark) == 0


def test_a_heading_is_made_safe_too() -> None:
    assert b'"\'=cmd"' in write(["=cmd"], [])


@pytest.mark.parametrize(("value", "cell"), [(-5, "-5"), (0.5, "0.5"), ("", ""), (None, "")])
def test_numbers_stay_numbers_and_nothing_stays_nothing(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_an_ordinary_text_is_left_alone() -> None:
    for text in ("Дмитрий, Civic Watch - Moscow", "Said “no”; then, yes", 'a "b" - c = d'):
        assert safe_cell(text) == text
