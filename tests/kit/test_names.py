"""Names and messages without letters that can't be seen."""

import unicodedata
from collections.abc import Callable

import pytest

from kit.names import clean_name, clean_text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Ada   Lovelace \n", "Ada Lovelace"),
        ("Ada\u202eecalevoL", "AdaecalevoL"),
        ("A\u200bd\u00ada\ufeff", "Ada"),
        ("Ada\x00\x07", "Ada"),
        ("\u0438\u0306горь", "йгорь"),
        ("\u200b\u2060", ""),
    ],
)
def test_a_name_keeps_what_can_be_seen(written: str, kept: str) -> None:
    assert clean_name(written) == kept


def test_a_long_name_is_cut() -> None:
    assert clean_name("a" * 100) == "a" * 80
    assert clean_name("a" * 79 + " b") == "a" * 79
    assert clean_name("a" * 100, 90) == "a" * 90


def test_a_message_keeps_its_lines() -> None:
    assert clean_text(" one\r\ntwo\rthree\tfour\x07 ") == "one\ntwo\nthree\tfour"


def test_a_message_turns_nothing_round() -> None:
    assert clean_text("a\u202eb\u2066c") == "abc"


@pytest.mark.parametrize("clean", [clean_name, clean_text])
def test_marks_are_not_piled_upon_a_letter(clean: Callable[[str], str]) -> None:
    assert clean("b" + "\u0301\u0308" * 40 + "c") == "b\u0301\u0308c"
    assert clean("b" + "\u0335\u0301" * 40 + "c") == "b\u0335\u0335c", "strokes come first in NFC"
    assert clean("b" + "\u1dd9" * 5) == "b" + "\u1dd9" * 2
    assert clean("b" + "\u20dd\ufe21" * 5) == "b\u20dd\ufe21"
    # Nor are vowels and accents of one script, past what any of its letters bears.
    assert clean("\u0e01" + "\u0e49" * 50) == "\u0e01" + "\u0e49" * 8


def test_nothing_unseen_between_marks_lets_more_of_them_be_piled() -> None:
    joined = "b" + "\u0335\u200d" * 20
    assert clean_text(joined).count("\u0335") == 2


@pytest.mark.parametrize(
    "written",
    [
        "за\u0301мок и замо\u0301к",
        "ё й ў Ќ",
        "Tiếng Việt, Tế",
        "e\u0308\u0301 in a dictionary",
        "\u05e9\u05bc\u05c1\u05b8\u0596\u05bd",
        "\u0643\u064f\u062a\u064e\u0651\u0627\u0628\u064c",
        "\u0e01\u0e33\u0e25\u0e31\u0e07\u0e17\u0e35\u0e48",
        "\u0f56\u0f66\u0f92\u0fb2\u0f74\u0f56\u0f66",
        "\u0915\u094d\u0937\u093f",
        "1\ufe0f\u20e3 \u2764\ufe0f",
    ],
)
def test_the_marks_that_writing_needs_stay(written: str) -> None:
    assert clean_text(written) == unicodedata.normalize("NFC", written)
