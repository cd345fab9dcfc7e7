"""Documents: revisions that stay, files by what is in them, differences, who sees what."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import tokens
from accounts.deeds import AuditEntry
from accounts.models import Person, ShownAs
from accounts.people import revise_profile
from groups.documents import comparing, documents, revisions
from groups.documents.comparing import Piece, difference
from groups.documents.files import LARGEST, kind_of, look
from groups.documents.models import Document, Revision
from groups.documents.queries import compared, last_of, told
from groups.models import Group, Membership
from groups.texts import Clash
from kit.refusals import Forbidden, NotHere, Refused
from tests import build

RULES = {"en": "Be good.\n\nBe kind.", "ru": ""}


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def rules(circle: Group, dmitri: Person) -> Document:
    return begun(circle, dmitri)


def begun(group: Group, actor: Person, *, is_public: bool = False) -> Document:
    made = revisions.begin_with_text(
        actor=actor,
        group=group,
        title={"en": "Rules", "ru": "Правила"},
        text=RULES,
        source_language="en",
        is_public=is_public,
    )
    return made.document


def write(actor: Person, document: Document, seen: int, en: str, ru: str = "") -> Revision:
    return revisions.add_text(
        actor=actor,
        document=document,
        seen=seen,
        text={"en": en, "ru": ru},
        source_language="en",
    )


def archive(*names: str, first: str = "") -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as file:
        if first:
            file.writestr("mimetype", first)
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


def test_each_revision_stays_as_it_was(rules: Document, dmitri: Person, boris: Person) -> None:
    write(boris, rules, 1, "Be better.", "Будьте лучше.")
    first, second = rules.revisions.order_by("number")
    assert (first.text_en, first.by) == (RULES["en"], dmitri)
    assert (second.text_ru, second.translation_state) == ("Будьте лучше.", "translated")
    third = write(dmitri, rules, 2, "Be best.", "Будьте лучше.")
    assert third.translation_state == "stale"
    rules.refresh_from_db()
    assert rules.revised_at == third.at


def test_who_starts_from_an_older_revision_is_told(rules: Document, boris: Person) -> None:
    write(boris, rules, 1, "Be better.")
    with pytest.raises(Clash) as clash:
        write(boris, rules, 1, "Be worse.")
    assert clash.value.edition == 2
    assert rules.revisions.count() == 2


def test_saving_nothing_new_makes_no_revision(rules: Document, boris: Person) -> None:
    with pytest.raises(Refused) as refused:
        write(boris, rules, 1, RULES["en"])
    assert refused.value.code == "revision.same"


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [("", "text.missing", "text_en"), ("x" * 20_001, "text.too_long", "text_en")],
)
def test_text_is_bounded(rules: Document, boris: Person, text: str, code: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        write(boris, rules, 1, text)
    assert (refused.value.code, refused.value.field) == (code, field)


SEES = {
    "anon": {"public"},
    "eve": {"public"},
    "dmitri": {"public", "members"},
    "boris": {"public", "members", "away"},
    "ada": {"public", "members", "away"},
}


@pytest.mark.parametrize("who", SEES)
def test_everyone_sees_what_is_for_them(
    request: pytest.FixtureRequest, circle: Group, boris: Person, who: str
) -> None:
    reader = AnonymousUser() if who == "anon" else request.getfixturevalue(who)
    names = {
        begun(circle, boris, is_public=True).pk: "public",
        begun(circle, boris).pk: "members",
        begun(circle, boris, is_public=True).pk: "away",
    }
    away = next(pk for pk, name in names.items() if name == "away")
    documents.put_away(actor=boris, document=Document.objects.get(pk=away), reason="Old")
    found = Document.objects.visible_to(reader).values_list("pk", flat=True)
    assert {names[pk] for pk in found} == SEES[who]


def test_only_members_write(rules: Document, eve: Person, circle: Group) -> None:
    with pytest.raises(NotHere):
        write(eve, rules, 1, "Be bad.")
    with pytest.raises(NotHere):
        begun(circle, eve)
    public = begun(circle, build.person("Vera", is_organiser=True), is_public=True)
    with pytest.raises(Forbidden):
        write(eve, public, 1, "Be bad.")
    assert Revision.objects.count() == 2


def test_putting_away_is_the_chairs_and_kept(
    rules: Document, boris: Person, dmitri: Person
) -> None:
    with pytest.raises(Forbidden):
        documents.put_away(actor=dmitri, document=rules, reason="Old")
    documents.put_away(actor=boris, document=rules, reason="Old")
    with pytest.raises(NotHere):
        write(dmitri, rules, 1, "Be better.")
    with pytest.raises(Refused) as refused:
        write(boris, rules, 1, "Be better.")
    assert refused.value.code == "document.put_away"
    documents.bring_back(actor=boris, document=rules)
    write(dmitri, rules, 1, "Be better.")
    acts = AuditEntry.objects.order_by("at", "id").values_list("act", "reason")
    assert set(acts) == {("document.put_away", "Old"), ("document.bring_back", "")}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n...", "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "png"),
        (b"\xff\xd8\xff\xe0...", "jpg"),
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (archive("content.xml", first="application/vnd.oasis.opendocument.text"), "odt"),
        ("Обычный текст".encode(), "txt"),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), ""),
        (archive("[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"), ""),
        (archive("[Content_Types].xml", "word/document.xml", "word/activeX/activeX1.bin"), ""),
        (archive("Scripts/python/a.py", first="application/vnd.oasis.opendocument.text"), ""),
        (archive("anything.exe"), ""),
        (archive(), ""),
        (b"PK\x03\x04broken", ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", ""),
        (b"\xef\xbb\xbf  <!doctype html><script>alert(1)</script>", ""),
        (b"MZ\x90\x00\x03", ""),
        (b"GIF89a\x00\x00", ""),
    ],
)
def test_kind_is_what_is_in_the_file(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize("way", [ZIP_DEFLATED, ZIP_LZMA])
def test_archive_is_never_unpacked_to_see_its_kind(way: int) -> None:
    """Whatever is broken in it: it is of no kind, and breaks nothing."""
    made = BytesIO()
    with ZipFile(made, "w", way) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    content = made.getvalue()
    for place in range(30, len(content)):
        for letter in (0, 255):
            kind_of(content[:place] + bytes([letter]) + content[place + 1 :])
    assert kind_of(content) == ""


def test_name_of_a_file_gets_the_ending_of_its_kind() -> None:
    names = {
        "../../etc/plan.pdf": "plan.pdf",
        "page.html": "page.html.pdf",
        'a"b\r\nX: y.pdf': "a_b X_ y.pdf",
        "": "document.pdf",
        "\u202efdp.exe": "fdp.exe.pdf",
        "план.PDF": "план.pdf",
    }
    assert {name: look(name, b"%PDF-1").name for name in names} == names


def test_file_is_bounded_and_leaves_nothing_behind_when_refused(
    rules: Document, boris: Person, tmp_path: Path
) -> None:
    for content, code in ((b"", "file.empty"), (b"x" * (LARGEST + 1), "file.too_large")):
        with pytest.raises(Refused) as refused:
            look("a.txt", content)
        assert refused.value.code == code
    upload = look("a.txt", b"Be good")
    with pytest.raises(Clash):
        revisions.add_file(actor=boris, document=rules, seen=0, upload=upload)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
    revisions.add_file(actor=boris, document=rules, seen=1, upload=upload)
    with pytest.raises(Refused) as refused:
        revisions.add_file(actor=boris, document=rules, seen=2, upload=upload)
    assert refused.value.code == "revision.same"
    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 1


def test_file_goes_out_to_be_saved_only(
    client: Client, rules: Document, boris: Person, eve: Person
) -> None:
    upload = look("план.txt", b"Be good")
    revisions.add_file(actor=boris, document=rules, seen=1, upload=upload)
    address = f"/g/environment/documents/{rules.pk}/2/file/"
    assert client.get(address).status_code == 404
    client.force_login(eve)
    assert client.get(address).status_code == 404
    client.force_login(boris)
    answer = client.get(address)
    assert answer.content == b"Be good"
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert client.get(f"/g/environment/documents/{rules.pk}/1/file/").status_code == 404


def test_difference_tells_what_came_and_went() -> None:
    old = "\n".join(["one", "two", *map(str, range(10)), "last"])
    new = old.replace("two", "three")
    assert difference(old, old + "\n\n") == []
    assert difference(old, new) == [
        Piece("same", ("one",)),
        Piece("removed", ("two",)),
        Piece("added", ("three",)),
        Piece("same", ("0", "1")),
        Piece("skipped", skipped=9),
    ]
    assert difference("", "new") == [Piece("added", ("new",))]


def test_difference_of_long_texts_is_that_of_their_middle() -> None:
    old = [f"line {place}" for place in range(1500)]
    new = [*old[:700], "another", *old[701:]]
    assert difference("\n".join(old), "\n".join(new)) == [
        Piece("skipped", skipped=698),
        Piece("same", ("line 698", "line 699")),
        Piece("removed", ("line 700",)),
        Piece("added", ("another",)),
        Piece("same", ("line 701", "line 702")),
        Piece("skipped", skipped=797),
    ]
    longer = difference("\n".join(old), "\n".join([*old, "end"]))
    assert longer[-1] == Piece("added", ("end",))


def test_texts_in_crumbs_are_not_compared_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of lines that are the same now and then the whole machine would think for half a minute."""
    monkeypatch.setattr(comparing, "SequenceMatcher", None)
    old = [f"{place % 100} {place * (place % 2)}" for place in range(3000)]
    new = [f"{place % 100} {-place * (place % 2)}" for place in range(3000)]
    found = difference("\n".join(old), "\n".join(new))
    assert [piece.kind for piece in found] == ["same", "removed", "added"]


def test_revisions_are_compared_in_each_language(rules: Document, boris: Person) -> None:
    second = write(boris, rules, 1, RULES["en"], "Будьте добры.")
    first = rules.revisions.get(number=1)
    assert [(each.language, each.pieces) for each in compared(first, second)] == [
        ("ru", [Piece("added", ("Будьте добры.",))])
    ]


def test_author_is_named_as_then_and_now(rules: Document, dmitri: Person) -> None:
    assert told(last_of(rules), None).by.name == "Dmitri"
    revise_profile(actor=dmitri, shown_as=ShownAs.PSEUDONYM, pseudonym="Kestrel")
    assert told(last_of(rules), None).by.name == ""


def test_clash_shows_both_texts(client: Client, rules: Document, boris: Person) -> None:
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    write(boris, rules, 1, "Be better.")
    said = {"edition": "1", "text_en": "Be worse.", "source_language": "en"}
    address = f"/g/environment/documents/{rules.pk}/write/"
    page = client.post(address, said)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Be better." in text
    assert "Be worse." in text
    assert 'name="edition" value="2"' in text
    assert client.post(address, said | {"edition": "2"}).status_code == 302
    assert last_of(rules).text_en == "Be worse."


def test_title_clashes_too(rules: Document, boris: Person) -> None:
    said: dict[str, Any] = {"actor": boris, "document": rules, "source_language": "en"}
    title = {"en": "Our rules", "ru": "Правила"}
    made = documents.revise(edition=1, title=title, is_public=True, **said)
    assert (made.edition, made.is_public, made.translation_state) == (2, True, "stale")
    with pytest.raises(Clash):
        documents.revise(edition=1, title=title, is_public=False, **said)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_show_a_document_from_first_to_last(
    client: Client, circle: Group, dmitri: Person, language: str
) -> None:
    client.force_login(dmitri)
    client.cookies["django_language"] = language
    hostile = "<script>alert(1)</script> **bold**"
    said = {"title_en": "Rules <b>", "text_en": hostile, "source_language": "en"}
    both = said | {"file": SimpleUploadedFile("a.txt", b"text")}
    assert client.post("/g/environment/documents/new/", both).status_code == 422
    assert (
        client.post("/g/environment/documents/new/", {"source_language": "en"}).status_code == 422
    )
    made = client.post("/g/environment/documents/new/", said)
    address = made.headers["Location"]
    page = client.get(address).content.decode()
    assert "<script>alert" not in page
    assert "<strong>bold</strong>" in page
    assert "Rules &lt;b&gt;" in page
    write(dmitri, Document.objects.get(), 1, "Two")
    assert client.get(f"{address}1/").status_code == 200
    assert "<ins>" in client.get(f"{address}changes/").content.decode()
    assert client.get(f"{address}changes/?from=1&to=999").status_code == 404
    assert client.get(f"{address}changes/?from=x&to=²").status_code == 200
    sent = {"file": SimpleUploadedFile("a.html", b"<html>"), "seen": "2"}
    assert client.post(f"{address}upload/", sent).status_code == 422
    sent["file"] = SimpleUploadedFile("a.html", b"plain")
    assert client.post(f"{address}upload/", sent).status_code == 302
    assert "a.html.txt" in client.get(address).content.decode()


@pytest.mark.parametrize("path", ["/g/environment/", "/g/environment/documents/"])
def test_list_asks_as_often_for_one_as_for_three(
    client: Client, circle: Group, dmitri: Person, path: str
) -> None:
    client.force_login(dmitri)
    counts = []
    for number in (1, 2):
        for _each in range(number):
            begun(circle, build.person(f"P{Document.objects.count()}", is_organiser=True))
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_api_reads_documents(client: Client, rules: Document, dmitri: Person, eve: Person) -> None:
    revisions.add_file(actor=dmitri, document=rules, seen=1, upload=look("a.txt", b"text"))
    address = "/api/v1/groups/environment/documents/"
    found = {}
    for person in (dmitri, eve):
        headers = {"Authorization": f"Bearer {tokens.issue(person)}"}
        found[person.name] = client.get(address, headers=headers).json()["results"]
    assert [row["last_number"] for row in found["Dmitri"]] == [2]
    assert found["Eve"] == []
    headers = {"Authorization": f"Bearer {tokens.issue(dmitri)}"}
    rows = client.get(f"{address}{rules.pk}/revisions/", headers=headers).json()["results"]
    assert [(row["number"], row["text_en"]) for row in rows] == [(2, ""), (1, RULES["en"])]
    assert client.get(rows[0]["file"], headers=headers).content == b"text"
    assert dmitri.email not in str(rows)


def test_revisions_and_bytes_of_a_day_are_bounded(
    rules: Document, dmitri: Person, boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is refused leaves no file behind."""
    monkeypatch.setattr(revisions, "MOST_BYTES_IN_A_DAY", 10)
    revisions.add_file(actor=dmitri, document=rules, seen=1, upload=look("a.txt", b"12345678"))
    stored = set(default_storage.listdir("groups/documents")[1])
    with pytest.raises(Refused, match=r"rate\.limited"):
        revisions.add_file(actor=dmitri, document=rules, seen=2, upload=look("a.txt", b"123"))
    assert set(default_storage.listdir("groups/documents")[1]) == stored
    monkeypatch.setattr(revisions, "MOST_IN_A_DAY", 2)
    with pytest.raises(Refused, match=r"rate\.limited"):
        write(dmitri, rules, 2, "Be good again")
    write(boris, rules, 2, "Be good again")


def test_outside_the_group_only_co_chairs_who_agreed_are_named_as_authors(
    client: Client, circle: Group, dmitri: Person, boris: Person, eve: Person
) -> None:
    """Any member may open a document to everyone: who else belongs to the group is not theirs to tell."""
    made = begun(circle, dmitri, is_public=True)
    write(boris, made, 1, "Be better")
    Membership.objects.filter(group=circle, person=boris).update(is_listed=True)
    page = f"/g/{circle.slug}/documents/{made.pk}/"
    api = f"/api/v1/groups/{circle.slug}/documents/{made.pk}/revisions/"

    def named(reader: Person) -> list[bool]:
        client.force_login(reader)
        texts = [client.get(each).content.decode() for each in (page, f"{page}1/")]
        headers = {"Authorization": f"Bearer {tokens.issue(reader)}"}
        texts.append(client.get(api, headers=headers).content.decode())
        return [name in text for text in texts for name in ("Dmitri", "Boris")]

    assert named(eve) == [False, True] * 3
    assert named(boris) == [True, True] * 3
