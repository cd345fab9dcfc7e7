"""What was made lately is kept, up to a bound."""

from sessions.paper.shelf import Shelf


def test_shelf_gives_up_what_was_not_used_longest() -> None:
    shelf = Shelf(10)
    shelf.put("a", b"1234")
    shelf.put("b", b"1234")
    assert shelf.get("a") == b"1234"
    shelf.put("c", b"1234")
    assert [shelf.get(mark) for mark in "abc"] == [b"1234", None, b"1234"]


def test_document_put_again_counts_once() -> None:
    shelf = Shelf(10)
    for _ in range(5):
        shelf.put("a", b"12345")
    shelf.put("b", b"12345")
    assert [shelf.get(mark) for mark in "ab"] == [b"12345", b"12345"]


def test_too_large_a_document_is_not_kept_and_moves_nothing_out() -> None:
    shelf = Shelf(10)
    shelf.put("a", b"12345")
    shelf.put("b", b"1" * 11)
    assert [shelf.get(mark) for mark in "ab"] == [b"12345", None]


def test_cleared_shelf_is_empty_and_takes_as_much_again() -> None:
    shelf = Shelf(5)
    shelf.put("a", b"12345")
    shelf.clear()
    assert shelf.get("a") is None
    shelf.put("b", b"12345")
    assert shelf.get("b") == b"12345"
