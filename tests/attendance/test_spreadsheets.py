"""The files in LibreOffice: Cyrillic is right, and no cell is a formula, whatever names try."""

import csv
import io
import subprocess
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from accounts.models import Person
from attendance import documents
from attendance.sheets import sheet
from conferences.models import Conference, Registration
from sessions.models import Session
from tests import build
from tests.attendance.conftest import Stayed
from tests.services.programs import find_program

pytestmark = [pytest.mark.services, pytest.mark.timeout(240)]

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

TRYING = (
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(1)",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1+1",
    "\r\n=1+1",
    "\x00=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(A1)",
    "Ivan;=1+1;x",
    'Jane;=HYPERLINK("http://evil.example");',
    "Olga,\t@SUM(A1)",
    "Petr\n+1",
    "Ёлкин Щербаков, «Зелёная линия»",
    "Jane “quoted”; comma, semicolon",
)


@pytest.fixture
def hostile(ended: Session, stayed: Stayed) -> list[Person]:
    """One person for each name that tries, whose organisation has the same name."""
    assert ended.conference is not None
    found = []
    for number, name in enumerate(TRYING):
        person = build.person(f"P{number}")
        # Past the verbs, which would take some of it out: files rely on nobody.
        kept = name.replace("\x00", "")
        Person.objects.filter(pk=person.pk).update(name=kept)
        _registered(person, ended.conference, kept)
        stayed(person, ended, 0, 5 + number)
        found.append(person)
    return found


def _registered(person: Person, conference: Conference, organisation: str) -> None:
    build.registration(person, conference)
    Registration.objects.filter(person=person).update(organisation_name=organisation)


def opened(
    folder: Path, content: bytes, kind: str, separator: str = ",", quote: str = "34"
) -> Element:
    """Return the file as LibreOffice understands it, a CSV with that separator and those quotes."""
    program = find_program("soffice", package="libreoffice-calc-nogui")
    source = folder / f"sheet.{kind}"
    source.write_bytes(content)
    # Separator, double quotes, UTF-8, from line 1; every column as it comes; "evaluate formulas" on.
    reading = [
        f"--infilter=CSV:{ord(separator)},{quote},76,1,,0,false,true,false,false,false,0,true"
    ]
    subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--norestore",
            *(reading if kind == "csv" else []),
            "--convert-to",
            "ods",
            "--outdir",
            str(folder / "out"),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=200,
    )
    with zipfile.ZipFile(folder / "out" / "sheet.ods") as ods:
        content_xml: Element = fromstring(ods.read("content.xml"))
    return content_xml


def cells(document: Element) -> list[tuple[str, str]]:
    """Return each filled cell's type and text."""
    found = []
    for cell in document.iter(f"{TABLE}table-cell"):
        if paragraphs := cell.findall(f"{TEXT}p"):
            text = "\n".join("".join(each.itertext()) for each in paragraphs)
            # Neighbours that are alike are written once.
            times = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
            found += [(cell.get(f"{OFFICE}value-type", ""), text)] * times
    return found


def formulas(document: Element) -> list[str | None]:
    return [
        cell.get(f"{TABLE}formula")
        for cell in document.iter(f"{TABLE}table-cell")
        if cell.get(f"{TABLE}formula") is not None
    ]


def test_a_formula_would_be_seen(tmp_path: Path) -> None:
    assert formulas(opened(tmp_path, b'"a","=1+1"\r\n', "csv")) == ["of:=1+1"]


def test_csv_has_no_formula_and_right_cyrillic(
    tmp_path: Path, ended: Session, hostile: list[Person]
) -> None:
    content = documents.as_csv(sheet(ended))
    document = opened(tmp_path, content, "csv")
    assert formulas(document) == []
    texts = [text for _kind, text in cells(document)]
    assert texts.count("Ёлкин Щербаков, «Зелёная линия»") == 2
    assert texts.count("'=HYPERLINK(1)") == 2
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == len(TRYING)
    for name in ("=cmd", "+1", "-1+2", "@SUM", "=1+1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20S"):
        assert not [row for row in rows if row["name"].startswith(name)]


def test_a_formula_behind_a_semicolon_would_be_seen(tmp_path: Path) -> None:
    assert formulas(opened(tmp_path, b'"a","b;=1+1;c"\r\n', "csv", ";", quote="")) == ["of:=1+1"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_csv_has_no_formula_for_who_reads_it_with_another_separator(
    tmp_path: Path, ended: Session, hostile: list[Person], separator: str
) -> None:
    # And without quotes, which is how Excel cuts a line whose separator is another.
    document = opened(tmp_path, documents.as_csv(sheet(ended)), "csv", separator, quote="")
    assert formulas(document) == []
    if separator == ";":
        assert [text for _kind, text in cells(document)].count("'=1+1") == 2


def test_workbook_has_no_formula_right_cyrillic_and_typed_cells(
    tmp_path: Path, ended: Session, hostile: list[Person]
) -> None:
    document = opened(tmp_path, documents.as_xlsx(sheet(ended)), "xlsx")
    assert formulas(document) == []
    found = cells(document)
    texts = [text for _kind, text in found]
    # On the sheet of people twice, name and organisation; on that of organisations once.
    assert texts.count("Ёлкин Щербаков, «Зелёная линия»") == 3
    assert texts.count("=HYPERLINK(1)") == 3
    assert texts.count("+1") == 3
    kinds = {kind for kind, _text in found}
    assert {"string", "float", "date", "percentage"} <= kinds
