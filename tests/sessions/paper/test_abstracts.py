"""The agenda on paper with abstracts: only when they are asked for, and never as markup or code."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from conferences.models import Conference
from sessions.models import Session, State
from sessions.paper import pdf
from sessions.paper.programme import paper
from tests import build

pytestmark = pytest.mark.django_db

PRINT, PDF = "/c/moscow/agenda/print/", "/c/moscow/agenda.pdf"
START = datetime(2011, 11, 14, 6, tzinfo=UTC)
ABSTRACT = (
    "<p>Why &amp; <strong>how</strong> we meet.</p><ul><li>Rivers</li><li><p>Lakes</p></li></ul>"
)


@pytest.fixture
def moscow() -> Conference:
    build.programme()
    days = {"starts_on": date(2011, 11, 14), "ends_on": date(2011, 11, 14)}
    made = build.conference("moscow", **days)
    facts: dict[str, Any] = {"state": State.SCHEDULED, "starts_at": START}
    build.session(made, title="Opening", abstract_en=ABSTRACT, **facts)
    build.session(made, title="Silent", **facts)
    return made


def words(document: bytes) -> str:
    pages = PdfReader(BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_abstracts_are_on_paper_only_when_asked_for(client: Client, moscow: Conference) -> None:
    client.cookies["django_language"] = "en"
    without = client.get(PRINT).content.decode()
    assert "we meet" not in without
    assert f'href="{PRINT}?lang=en&amp;abstracts=1"' in without
    shown = client.get(f"{PRINT}?lang=both&abstracts=1").content.decode()
    assert "<strong>how</strong> we meet." in shown
    assert shown.count("paper-abstract") == 1
    # The ways to the other languages and to the PDF keep them.
    for address in (f"{PRINT}?lang=ru&amp;abstracts=1", f"{PDF}?lang=both&amp;abstracts=1"):
        assert address in shown
    assert f'href="{PRINT}?lang=both"' in shown


def test_pdf_has_paragraphs_and_points(client: Client, moscow: Conference) -> None:
    answer = client.get(f"{PDF}?lang=en&abstracts=1")
    assert "moscow-agenda-abstracts-en.pdf" in answer["Content-Disposition"]
    assert "Why & how we meet. \u2022 Rivers \u2022 Lakes" in words(answer.content)
    assert "we meet" not in words(client.get(f"{PDF}?lang=en").content)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", []),
        ("<p> </p><ul><li></li></ul>", []),
        ("<p>a<br>b</p>", ["a", "b"]),
        ('<h2>A</h2><p>b <a href="https://c.example">c</a></p>', ["A", "b c"]),
        ("<p>#let x = 1 \u202e&lt;b&gt;</p>", ["#let x = 1 <b>"]),
        ("plain words", ["plain words"]),
    ],
)
def test_abstract_is_set_by_its_paragraphs(html: str, expected: list[str]) -> None:
    assert pdf.paragraphs(html) == expected


def test_abstract_longer_than_a_page_goes_on_overleaf(moscow: Conference) -> None:
    long = "".join(f"<p>#{{panic()}} {number} {'word ' * 60}</p>" for number in range(60))
    Session.objects.filter(title_en="Opening").update(abstract_en=long)
    reader = PdfReader(BytesIO(pdf.document(paper(moscow, "en", with_abstracts=True))))
    assert len(reader.pages) > 3
    assert "59 word" in reader.pages[-1].extract_text()


def test_abstracts_cost_no_query_more(moscow: Conference) -> None:
    costs = []
    for is_asked in (False, True):
        with CaptureQueriesContext(connection) as asked:
            paper(moscow, "en", with_abstracts=is_asked)
        costs.append(len(asked))
    assert costs[0] == costs[1]
