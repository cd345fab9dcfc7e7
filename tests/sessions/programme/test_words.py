"""The words of a version are revised after its release; what it lists stays as it was announced."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.deeds import AuditEntry
from accounts.models import Person
from conferences.models import Conference
from kit.bilingual import TranslationState
from kit.refusals import NotHere, Refused
from sessions.models import Release, State
from sessions.programme import releases
from tests import build

pytestmark = pytest.mark.django_db

API = "/api/v1/conferences/moscow/releases/"


@pytest.fixture
def moscow(db: None) -> Conference:
    build.programme()
    made = build.conference("moscow", zone="Europe/Moscow")
    build.session(made, title="Opening", state=State.SCHEDULED)
    return made


@pytest.fixture
def made(ada: Person, moscow: Conference) -> Release:
    texts = {"en": "Halls are knwon.", "ru": "Залы известны."}
    return releases.release(actor=ada, conference=moscow, name="1.0", texts=texts)


def reword(actor: Person, release: Release, **said: Any) -> Release:
    release = releases.release_at(release.conference, release.number)
    words: dict[str, Any] = {
        "edition": release.edition,
        "name": release.name,
        "texts": {"en": release.text_en, "ru": release.text_ru},
        "source_language": release.source_language,
    }
    return releases.reword(actor=actor, release=release, **(words | said))


def test_typo_is_mended_and_on_record_and_nothing_else_changes(ada: Person, made: Release) -> None:
    before = Release.objects.values("snapshot", "changes", "released_at", "number").get()
    texts = {"en": "Halls are known.", "ru": "Залы известны."}
    found = reword(ada, made, name="1.0.1", texts=texts, is_translation_current=True)
    assert (found.name, found.text_en, found.edition) == ("1.0.1", "Halls are known.", 1)
    assert found.translation_state == TranslationState.TRANSLATED
    assert Release.objects.values("snapshot", "changes", "released_at", "number").get() == before
    entry = AuditEntry.objects.get(act="agenda.reword")
    assert (entry.subject, entry.actor) == (made.pk, ada.pk)


def test_saving_what_stands_there_is_no_revision(ada: Person, made: Release) -> None:
    assert reword(ada, made).edition == 0
    assert not AuditEntry.objects.filter(act="agenda.reword").exists()


def test_translation_that_was_not_touched_is_out_of_date(ada: Person, made: Release) -> None:
    texts = {"en": "Halls have moved.", "ru": "Залы известны."}
    assert reword(ada, made, texts=texts).translation_state == TranslationState.STALE
    texts["ru"] = "Залы другие."
    assert reword(ada, made, texts=texts).translation_state == TranslationState.TRANSLATED
    texts["ru"] = ""
    assert reword(ada, made, texts=texts).translation_state == TranslationState.MISSING


def test_words_that_cannot_be_are_refused(ada: Person, made: Release, moscow: Conference) -> None:
    build.session(moscow, title="Reports", state=State.SCHEDULED)
    releases.release(actor=ada, conference=moscow, name="1.1")
    for said, code, field in (
        ({"name": "1.1"}, "release.name_taken", "name"),
        ({"name": " \u200b"}, "release.unnamed", "name"),
        ({"edition": 7}, "release.overtaken", None),
        ({"texts": {"en": "x" * 5001, "ru": ""}}, "release.text_too_long", "text_en"),
        ({"source_language": "de"}, "release.language", "source_language"),
    ):
        with pytest.raises(Refused) as refused:
            reword(ada, made, **said)
        assert (refused.value.code, refused.value.field) == (code, field)


def test_only_organisers_revise_words(made: Release, dmitri: Person, eve: Person) -> None:
    for actor in (dmitri, eve):
        with pytest.raises(NotHere):
            reword(actor, made)


def test_who_saves_over_newer_words_sees_both(client: Client, ada: Person, made: Release) -> None:
    client.force_login(ada)
    client.cookies["django_language"] = "en"
    address = reverse("sessions:release_words", args=["moscow", 1])
    page = client.get(address).content.decode()
    assert "Halls are knwon." in page
    assert 'name="edition" value="0"' in page
    reword(ada, made, texts={"en": "Theirs <b>", "ru": ""})
    said = {"name": "1.0", "text_en": "Mine", "source_language": "en", "edition": "0"}
    clash = client.post(address, said)
    text = clash.content.decode()
    assert clash.status_code == 422
    assert "Theirs &lt;b&gt;" in text
    assert "Mine</textarea>" in text
    assert 'name="edition" value="1"' in text
    assert client.post(address, said | {"edition": "1"}).status_code == 302
    assert Release.objects.get().text_en == "Mine"
    shown = client.get(reverse("sessions:release", args=["moscow", 1])).content.decode()
    assert f'href="{address}"' in shown
    client.logout()
    assert address not in client.get(reverse("sessions:changes", args=["moscow"])).content.decode()


def test_versions_are_listed_made_and_revised_by_rest(
    client: Client, ada: Person, made: Release, moscow: Conference, eve: Person
) -> None:
    client.force_login(ada)
    kind: dict[str, Any] = {"content_type": "application/json"}
    refused = client.post(API, {"name": "1.1"}, **kind)
    assert refused.json()["code"] == "release.unchanged"
    build.session(moscow, title="Reports", state=State.SCHEDULED)
    answer = client.post(API, {"name": "1.1", "text_en": "More."}, **kind)
    assert answer.status_code == 201
    (change,) = answer.json()["changes"]
    assert (change["was"], change["now"]["title"]["en"]) == (None, "Reports")
    listed = client.get(API).json()
    rows = listed["results"] if isinstance(listed, dict) else listed
    assert [(row["number"], row["name"], "changes" in row) for row in rows] == [
        (2, "1.1", False),
        (1, "1.0", False),
    ]
    patched = client.patch(f"{API}2/", {"edition": 0, "text_ru": "Ещё."}, **kind).json()
    assert (patched["text_en"], patched["text_ru"], patched["edition"]) == ("More.", "Ещё.", 1)
    late = client.patch(f"{API}2/", {"edition": 0, "text_ru": "Нет."}, **kind)
    assert late.json()["code"] == "release.overtaken"
    client.force_login(eve)
    assert client.get(f"{API}2/").json()["name"] == "1.1"
    assert client.post(API, {"name": "2.0"}, **kind).status_code == 404
    assert client.patch(f"{API}2/", {"edition": 1, "name": "2"}, **kind).status_code == 404


def test_list_costs_the_same_for_one_version_and_for_three(
    client: Client, ada: Person, moscow: Conference, made: Release
) -> None:
    client.force_login(ada)
    costs = []
    for more in (0, 2):
        for number in range(more):
            build.session(moscow, title=f"Talk {number}", state=State.SCHEDULED)
            releases.release(actor=ada, conference=moscow, name=f"2.{number}")
        with CaptureQueriesContext(connection) as cost:
            client.get(API)
        costs.append(len(cost))
    assert costs[0] == costs[1]
