"""Places on a page that apps above it fill."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory

from kit import pages


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_parts", {})


def saying(words: str) -> pages.PartView:
    def part(request: HttpRequest, subject: Any) -> str:
        return f"<p>{words} {subject}</p>" if words else ""

    return part


def filled(request: HttpRequest, subject: Any) -> str:
    template = Template("{% load pages %}{% parts 'forum.main' subject %}")
    return template.render(Context({"request": request, "subject": subject}))


def test_parts_stand_in_their_order_with_their_subject(rf: RequestFactory) -> None:
    pages.part("forum.main", order=20)(saying("second"))
    pages.part("forum.main", order=10)(saying("first"))
    assert filled(rf.get("/"), "A") == "<p>first A</p><p>second A</p>"


def test_a_part_with_nothing_to_say_and_an_empty_place_show_nothing(rf: RequestFactory) -> None:
    assert filled(rf.get("/"), "A") == ""
    pages.part("forum.main")(saying(""))
    pages.part("forum.side")(saying("elsewhere"))
    assert pages.fill("forum.main", rf.get("/"), "A") == []
