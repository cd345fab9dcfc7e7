"""Importing tables of recommendations: what comes of a good one, and what is said of a bad one."""

import json
from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from records.deliveries.models import Addressee, Came, Delivery, ImportedRow, Reply
from records.importing import alphabets, recommendations, tables, writing
from records.importing.tables import Unreadable
from records.recommendations.models import AdoptedParagraph, Recommendation, Version

pytestmark = pytest.mark.django_db

REVIEW = Path(__file__).parents[4] / "shared/data/recommendations/upr-2008-2009.csv"
HEAD = "To,Text,From,Response,Session"
TABLE = f"""{HEAD}
Russian Federation,"Guarantee, in law, the freedom of speech.",Canada,Accepted,4
Ireland,Ratify the convention.,Algeria,Noted,3
Russian Federation,Protect journalists — all of them.,Mexico,,4
"""
Put = Callable[..., Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """`put(text, encoding)`: a file with these words."""

    def write(text: str | bytes, encoding: str = "utf-8", name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


def bring(path: Path, *options: str) -> dict[str, Any]:
    """Return the line of JSON with which the command ends."""
    out, err = StringIO(), StringIO()
    call_command("import_recommendations", str(path), *options, stdout=out, stderr=err)
    line: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return line


def fault(path: Path, *options: str) -> str:
    """Return why a file is refused; nothing of it may have been written."""
    with pytest.raises(CommandError) as refused:
        bring(path, *options)
    assert Recommendation.objects.count() == 0
    return str(refused.value).removeprefix(f"{path}: ")


def test_rows_become_adopted_recommendations_with_their_answers(put: Put) -> None:
    line = bring(put(TABLE), "--source", "Review")
    counted = {name: line[name] for name in ("read", "created", "unchanged", "responses")}
    assert counted == {
        "read": 3,
        "created": 3,
        "unchanged": 0,
        "responses": {"accepted": 1, "noted": 1},
    }
    first = Recommendation.objects.get(number=1)
    assert (first.standing, first.group, first.import_source) == ("adopted", None, "Review")
    assert first.imported.issued_by == "Canada"
    assert first.imported.columns["Session"] == "4"
    version = first.versions.get()
    assert version.paragraphs.get().text_en == "Guarantee, in law, the freedom of speech."
    delivery = version.deliveries.get()
    assert (delivery.addressee.country.code, delivery.language) == ("RU", "en")
    assert delivery.addressee.office_ru == "Делегация: Россия"
    reply = delivery.replies.get()
    assert (reply.stance, reply.came, reply.verdict.is_public) == ("accepted", Came.IMPORT, True)
    assert Recommendation.objects.get(number=3).versions.get().deliveries.get().replies.count() == 0
    assert Addressee.objects.count() == 2


def test_again_there_is_nothing_new(put: Put) -> None:
    bring(put(TABLE))
    line = bring(put(TABLE, name="renamed.csv"))
    assert (line["created"], line["updated"], line["unchanged"]) == (0, 0, 3)
    assert Recommendation.objects.count() == 3


def test_new_answer_is_added_and_the_old_one_stays(put: Put) -> None:
    bring(put(TABLE))
    line = bring(put(TABLE.replace("Noted", "Accepted")))
    assert (line["created"], line["updated"], line["unchanged"]) == (0, 1, 2)
    found = Reply.objects.filter(delivery__addressee__country="IE").order_by("came_at", "pk")
    assert Counter(found.values_list("stance", flat=True)) == {"noted": 1, "accepted": 1}
    assert bring(put(TABLE.replace("Noted", "Accepted")))["updated"] == 0


def test_only_one_addressee_is_taken_when_asked(put: Put) -> None:
    line = bring(put(TABLE), "--to", "russian federation")
    assert (line["addressed"], line["created"], line["elsewhere"]) == (2, 2, 1)
    assert Recommendation.objects.count() == 2


def test_unknown_addressee_is_told_with_what_is_near(put: Put) -> None:
    text = fault(put(TABLE), "--to", "Russia Federation")
    assert "Did you mean: Russian Federation?" in text


def test_same_row_twice_is_one(put: Put) -> None:
    line = bring(put(TABLE + "Ireland,Ratify  the convention.,Algeria,Noted,3\n"))
    assert (line["read"], line["created"], line["duplicates"]) == (4, 3, 1)
    assert line["skipped"] == ["line 5 says what line 3 says"]


def test_dry_run_writes_nothing(put: Put) -> None:
    assert bring(put(TABLE), "--dry-run")["created"] == 3
    assert Recommendation.objects.count() == 0


def test_russian_table_is_read_by_its_russian_headings(put: Put) -> None:
    text = "Кому;Текст;От кого;Ответ\nРоссия;Открыть реестры.;Граждане;Принята к сведению\n"
    line = bring(put(text, "cp1251"))
    assert (line["encoding"], line["responses"]) == ("windows-1251", {"noted": 1})
    paragraph = AdoptedParagraph.objects.get()
    assert (paragraph.text_ru, paragraph.source_language) == ("Открыть реестры.", "ru")


FRENCH = TABLE.replace("journalists", "Équité à Besançon")


@pytest.mark.parametrize("ends", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "windows-1252"),
        ("mac_roman", "mac-roman"),
    ],
)
def test_every_writing_of_a_table_is_recognised(
    put: Put, encoding: str, name: str, separator: str, ends: str
) -> None:
    text = FRENCH.replace('"Guarantee, in law, the', "“Guarantee” the").replace('."', ".")
    text = text.replace(",", separator).replace("\n", ends)
    table = tables.opened(put(text, encoding))
    assert (table.encoding, table.separator) == (name, separator)
    rows = list(table.rows())
    assert [row.line for row in rows] == [2, 3, 4]
    assert rows[2].cells[1] == "Protect Équité à Besançon — all of them."


def test_encoding_may_be_chosen(put: Put) -> None:
    path = put("Кому,Текст\nРоссия,Открыть\n", "mac_cyrillic")
    assert bring(path, "--encoding", "mac-cyrillic")["created"] == 1


def test_wrong_encoding_is_told_by_line_and_column(put: Put) -> None:
    path = put(FRENCH, "cp1252")
    assert fault(path, "--encoding", "utf-8") == (
        "Line 4, column 28: This is not encoded as utf-8. Choose another encoding."
    )


def test_line_and_column_of_each_fault_are_named(put: Put) -> None:
    text = fault(
        put(f"{HEAD}\nIreland,,Algeria,Noted,3\nIreland,Ratify,Algeria,Perhaps,3\n,Go,A,Noted,1\n")
    )
    assert text.splitlines() == [
        "Nothing is written. Mend these cells, then import the file again:",
        "Line 2, column “Text”: The cell is empty.",
        (
            "Line 3, column “Response”: “Perhaps” is no answer that is known here: "
            "accepted, accepted in part, noted, refused, pending."
        ),
        "Line 4, column “To”: The cell is empty.",
    ]


def test_no_more_faults_are_told_than_one_reads(put: Put) -> None:
    text = fault(put(HEAD + "\n" + "Ireland,,Algeria,Noted,3\n" * 50))
    assert len(text.splitlines()) == 22
    assert text.endswith("and 30 more")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "The file is empty."),
        (b" \n\n", "The file has nothing but blanks in it."),
        ("To,Response\nIreland,Noted\n", "Line 1: There is no column “text”."),
        (TABLE + "Ireland,Rat", "Line 5, column “From”: The row has 2 cells"),
        (TABLE + 'Ireland,"Ratify the', "Line 5: A cell that begins in this row"),
        (f'{HEAD}\nIreland,"Ratify" now,A,Noted,1\n', "Line 2: A quotation mark stands"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", "Line 2, column 1: This is no text."),
        (b"PK\x03\x04" + bytes(range(256)) * 300, "Line 1, column 3: This is no text."),
        (b"To,Text\nIreland,Ra\0tify\n", "Line 2, column 11: This is no text."),
        (f"{HEAD}\nIreland,{'x' * 20_001},A,Noted,1\n", "Line 2, column “Text”: This is longer"),
        (f"{HEAD}\nIreland,{'x' * 200_000},A,Noted,1\n", "Line 2: A cell that begins"),
        ("To,To,Text\nIreland,Spain,Go\n", "Line 1: Two columns are called “to”."),
    ],
)
def test_what_is_no_table_is_refused(put: Put, content: str | bytes, expected: str) -> None:
    assert expected in fault(put(content))


def test_file_cut_within_a_letter_is_told(put: Put) -> None:
    cut = FRENCH.encode()[: FRENCH.encode().index("É".encode()) + 1]
    assert "Line 4, column" in fault(put(cut), "--encoding", "utf-8")


def test_no_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert fault(tmp_path / "none.csv") == "No such file or directory"
    assert fault(tmp_path) == "This is no file."


def test_large_file_is_never_held_whole(
    put: Put, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A line without an end is read no further than a line may be, and a larger file not at all."""
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write(b"To,Text\nIreland,")
        file.truncate(200 * 2**20)
    text = fault(path)
    assert "Line 2, column 9: This is no text." in text
    monkeypatch.setattr(tables, "MAX_BYTES", 1000)
    assert "larger than" in fault(path)
    endless = put("To,Text\nIreland," + "x" * (2 * tables.MAX_LINE))
    monkeypatch.undo()
    assert fault(endless) == "Line 2: The line is too long: this is no table of words."


def test_batches_are_short_and_each_is_whole(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    written = writing.write_batch

    def watched(**words: Any) -> int:
        sizes.append(len(words["rows"]))
        if len(sizes) == 3:
            raise OperationalError("the disk is full")
        return written(**words)

    monkeypatch.setattr(writing, "write_batch", watched)
    rows = "".join(f"Ireland,Ratify number {n}.,Algeria,Noted,3\n" for n in range(30))
    table = tables.opened(put(f"{HEAD}\n{rows}"))
    with pytest.raises(OperationalError):
        recommendations.bring_in(table, source="Review")
    assert sizes == [12, 12, 6]
    held = [model.objects.count() for model in (Recommendation, Version, Delivery, ImportedRow)]
    assert [*held, Reply.objects.count()] == [24, 24, 24, 24, 24]
    # What broke off is gone on with.
    monkeypatch.setattr(writing, "write_batch", written)
    counts = recommendations.bring_in(table, source="Review")
    assert (counts.created, counts.unchanged) == (6, 24)


def test_cells_that_would_run_as_formulas_stay_words(put: Put) -> None:
    bring(put(f'{HEAD}\n=cmd(),"=HYPERLINK(1)",@x,Noted,1\n'))
    assert AdoptedParagraph.objects.get().text_en == "=HYPERLINK(1)"


def test_unreadable_names_what_it_can() -> None:
    assert str(Unreadable("Why").text) == "Why"
    assert alphabets.python_name("utf-16-le") == "utf-16-le"


@pytest.mark.skipif(not REVIEW.exists(), reason="the published table is not on this machine")
@pytest.mark.timeout(120)
def test_published_table_is_imported_whole() -> None:
    assert (alphabets.recognise(REVIEW)) == ("mac-roman", True)
    line = bring(REVIEW, "--to", "Russian Federation")
    assert line == {
        "file": REVIEW.name,
        "encoding": "mac-roman",
        "read": 6094,
        "addressed": 121,
        "created": 121,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 0,
        "elsewhere": 5973,
        "addressees": 1,
        "responses": {"accepted": 75, "noted": 46},
        "skipped": [],
    }
    line = bring(REVIEW)
    assert (line["read"], line["created"], line["unchanged"]) == (6094, 5973, 121)
    assert line["responses"] == {"accepted": 4087, "noted": 2007}
    line = bring(REVIEW)
    assert (line["created"], line["unchanged"]) == (0, 6094)
    assert AdoptedParagraph.objects.filter(text_en__contains="Mr. Hissène Habré").count() == 2
