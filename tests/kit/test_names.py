"""Names and messages without letters that can't be seen."""

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
