"""What differs between two wordings, word by word and paragraph by paragraph."""

from uuid import uuid4

import pytest

from records.recommendations.differences import Piece, Said, Wording, paragraphs, words


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("One two.", "One two.", [("same", "One two.")]),
        ("", "One", [("added", "One")]),
        ("One", "", [("taken", "One")]),
        (
            "Ten days after signing",
            "Five days after signing",
            [("taken", "Ten"), ("added", "Five"), ("same", " days after signing")],
        ),
        (
            "The red old car",
            "The blue new car",
            [("same", "The "), ("taken", "red old"), ("added", "blue new"), ("same", " car")],
        ),
        ("", "", []),
    ],
)
def test_words_that_came_and_went(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert words(before, after) == [Piece(*each) for each in expected]


def test_what_is_too_long_to_compare_is_told_apart_as_wholes() -> None:
    before, after = "a " * 3000, "b " * 3000
    assert [piece.kind for piece in words(before, after)] == ["taken", "added"]


def test_nothing_is_lost_between_the_pieces() -> None:
    before, after = "a b c d e f", "a x c y e"
    pieces = words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "taken") == after


def test_paragraphs_that_stayed_moved_changed_came_and_went() -> None:
    keys = [uuid4() for _ in range(5)]

    def said(key: int, number: int, text: str) -> Said:
        return Said(keys[key], number, {"en": text, "ru": ""})

    before = Wording({}, [said(0, 1, "A"), said(1, 2, "B"), said(2, 3, "C"), said(3, 4, "D")])
    after = Wording({}, [said(0, 1, "A"), said(2, 2, "C"), said(3, 3, "D!"), said(4, 4, "E")])
    found = [(change.kind, change.was, change.now) for change in paragraphs(before, after)]
    assert found == [
        ("same", 1, 1),
        ("taken", 2, None),
        ("moved", 3, 2),
        ("changed", 4, 3),
        ("added", None, 4),
    ]
