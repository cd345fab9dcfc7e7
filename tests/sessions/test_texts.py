import pytest

from sessions.texts import is_blank, language_of


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("Hello", "", "en"),
        ("Привет", "", "ru"),
        ("Привет, John", "", "ru"),
        ("Hello to all, Ивану", "", "en"),
        ("12:30 👍", "", "en"),
        ("Сәлем", "kk", "kk"),
        ("Hello", "<b>", "en"),
        ("Hello", "EN", "en"),
        ("Hello", "english", "en"),
    ],
)
def test_a_language_is_taken_as_said_or_guessed_from_the_letters(
    text: str, given: str, expected: str
) -> None:
    assert language_of(text, given) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        (" \n", True),
        ("\u200b", True),
        ("\u200d \u2060", True),
        ("👍", False),
        (".", False),
    ],
)
def test_a_text_that_shows_nothing_is_blank(text: str, expected: bool) -> None:
    assert is_blank(text) is expected
