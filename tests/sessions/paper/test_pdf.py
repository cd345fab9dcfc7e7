"""The agenda as a PDF, read back with another library."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from conferences.models import Conference, Room, Speaker
from kit.bilingual import Text
from kit.refusals import Refused
from sessions.models import Session, Speaking, State
from sessions.paper import pdf, press
from sessions.paper.programme import paper
from tests import build

pytestmark = pytest.mark.django_db

PDF = "/c/moscow/agenda.pdf"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def conference(days: int = 2, a_day: int = 3, title: str = "Talk") -> Conference:
    build.programme()
    made = build.conference(
        "moscow",
        title_en="Forum of <everybody>",
        starts_on=date(2011, 11, 14),
        ends_on=date(2011, 11, 13) + timedelta(days=days),
        translation_state="translated",
    )
    Session.objects.bulk_create(
        Session(
            conference=made,
            title_en=f"{title} {day}.{number}",
            title_ru=f"Доклад {day}.{number}",
            translation_state="translated",
            state=State.SCHEDULED,
            starts_at=at("2011-11-14T06:00") + timedelta(days=day, minutes=number),
            ends_at=at("2011-11-14T07:00") + timedelta(days=day, minutes=number),
        )
        for day in range(days)
        for number in range(a_day)
    )
    return made


def read(document: bytes) -> PdfReader:
    return PdfReader(BytesIO(document))


def words(document: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(document).pages).split())


def test_pdf_is_tagged_and_says_what_it_is() -> None:
    found = read(pdf.document(paper(conference(), "ru")))
    root: Any = found.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert str(root["/Lang"]) == "ru"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert b'pdfuaid:part="1"' in _xmp(root) or b"<pdfuaid:part>1</pdfuaid:part>" in _xmp(root)
    assert found.metadata is not None
    assert (found.metadata.title, found.metadata.author) == ("Форум", "Программа двоих")
    assert "/StructTreeRoot" in root


def _xmp(root: Any) -> bytes:
    data: bytes = root["/Metadata"].get_object().get_data()
    return data


def test_pages_are_numbered_and_named() -> None:
    document = pdf.document(paper(conference(days=2, a_day=40), "en"))
    pages = [" ".join(page.extract_text().split()) for page in read(document).pages]
    count = len(pages)
    assert count == 3
    assert [f"page {n} of {count}" in text for n, text in enumerate(pages, 1)] == [True] * count
    heads = [text.startswith("Forum of <everybody>") for text in pages]
    assert heads == [False] + [True] * (count - 1)
    assert "All hours are those of Moscow (MSK)." in pages[-1]


def test_many_days_have_a_table_of_contents_and_one_has_none() -> None:
    assert words(pdf.document(paper(conference(days=3), "en"))).count("14 November 2011") == 2
    Session.objects.exclude(title_en__startswith="Talk 0.").delete()
    one = pdf.document(paper(Conference.objects.get(), "en"))
    assert words(one).count("Monday, 14 November 2011") == 1


def test_bookmarks_lead_to_days_and_sessions() -> None:
    found = read(pdf.document(paper(conference(days=2, a_day=2), "en")))

    def titles(entries: Any) -> list[Any]:
        return [titles(e) if isinstance(e, list) else e["/Title"] for e in entries]

    assert titles(found.outline)[-4:] == [
        "Monday, 14 November 2011",
        ["Talk 0.0", "Talk 0.1"],
        "Tuesday, 15 November 2011",
        ["Talk 1.0", "Talk 1.1"],
    ]


def test_russian_is_russian() -> None:
    found = words(pdf.document(paper(conference(), "ru")))
    for text in ("Понедельник, 14 ноября 2011", "Доклад 1.2", "Форум", "с. 1 из 1", "(MSK)"):
        assert text in found


HOSTILE = '#read("/etc/passwd") $x$ <tag> *b* #eval("1") \\ @ref // [x] `raw` {n} "q" '


def test_text_is_never_read_as_markup() -> None:
    made = conference(days=1, a_day=1, title=HOSTILE)
    Conference.objects.update(title_en=HOSTILE, venue=HOSTILE)
    made.refresh_from_db()
    session = Session.objects.get()
    session.room = Room.objects.create(conference=made, name_en=HOSTILE)
    session.save()
    speaker = Speaker.objects.create(conference=made, name_en=HOSTILE)
    Speaking.objects.create(session=session, speaker=speaker)
    found = words(pdf.document(paper(made, "en"))).replace(" ", "")
    # The title of the document, of the session, the venue, the room, the speaker: each as written.
    assert found.count(HOSTILE.replace(" ", "")) == 5
    assert "root:" not in found


def test_letters_that_no_font_has_are_boxes_and_the_rest_is_printed() -> None:
    conference(days=1, a_day=1, title="Ada \U000e0041\U0010fffd \u0378 Ж שלום \u202eevil")
    document = pdf.document(paper(Conference.objects.get(), "en"))
    found = words(document)
    assert "Ada" in found
    assert "Ж" in found


def test_same_agenda_is_printed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = conference()
    printed: list[str] = []
    original = pdf._printed

    def counted(content: str) -> bytes:
        printed.append(content)
        return original(content)

    monkeypatch.setattr(pdf, "_printed", counted)
    pdf._shelf.clear()
    first = pdf.document(paper(made, "en"))
    assert pdf.document(paper(made, "en")) == first
    assert len(printed) == 1
    Session.objects.filter(title_en="Talk 0.0").update(title_en="Renamed")
    assert pdf.document(paper(made, "en")) != first
    assert len(printed) == 2
    pdf._shelf.clear()
    Session.objects.filter(title_en="Renamed").update(title_en="Talk 0.0")
    with time_machine.travel(at("2031-01-01"), tick=False):
        assert pdf.document(paper(made, "en")) == first


def test_agenda_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    made = conference()
    monkeypatch.setattr(pdf, "_LONGEST_SECONDS", 0.01)
    pdf._shelf.clear()
    with pytest.raises(Refused) as refused:
        pdf.document(paper(made, "en"))
    assert refused.value.code == "busy"
    # The press is free again.
    monkeypatch.undo()
    assert pdf.document(paper(made, "en")).startswith(b"%PDF")


def test_who_waits_too_long_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = conference()
    monkeypatch.setattr(pdf, "_PATIENCE_SECONDS", 0.01)
    pdf._shelf.clear()
    with pdf._press, pytest.raises(Refused) as refused:
        pdf.document(paper(made, "en"))
    assert (refused.value.code, refused.value.status, refused.value.retry_in) == ("busy", 503, 5.0)


def test_long_title_is_cut_in_the_running_head() -> None:
    assert pdf._cut("word " * 40) == f"{'word ' * 15}word…"
    assert pdf._cut("short") == "short"


def test_letter_that_typst_names_becomes_a_box() -> None:
    assert pdf._text(Text("x\u0378y", "en", "original")) == {"value": "x y", "lang": "en"}
    said = 'the text `"\\u{378}🎉"` could not be displayed with font'
    assert press.unreadable(said) == {"\u0378", "🎉"}
    assert press.unreadable("error: file not found") == set()


def test_hundreds_of_strange_letters_are_boxes_too() -> None:
    strange = "".join(map(chr, range(0x4E00, 0x4E00 + 300)))
    conference(days=1, a_day=1, title=f"Kept {strange}")
    assert "Kept" in words(pdf.document(paper(Conference.objects.get(), "en")))


@pytest.mark.timeout(120)
def test_eight_hundred_sessions_are_a_matter_of_seconds(client: Client) -> None:
    conference(days=2, a_day=400)
    answer = client.get(f"{PDF}?lang=en")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert len(read(answer.content).pages) == 21


def test_reader_who_has_it_gets_no_second_copy(client: Client) -> None:
    conference()
    first = client.get(f"{PDF}?lang=ru")
    assert first.headers["Content-Disposition"] == 'inline; filename="moscow-agenda-ru.pdf"'
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get(f"{PDF}?lang=ru", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"{PDF}?lang=en", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
