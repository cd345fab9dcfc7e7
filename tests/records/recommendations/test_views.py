"""The pages of recommendations, and that an adopted text is refused by each door and the attempt noted."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.deeds import AuditEntry
from accounts.models import Person
from groups.models import Group
from records.recommendations import amendments, discussion, drafts, paragraphs, queries, withdrawals
from records.recommendations.models import AdoptedParagraph, Paragraph, Recommendation
from tests import build
from tests.records.recommendations.conftest import adopt

pytestmark = pytest.mark.django_db

LIST = "/records/recommendations/"


def at(row: Recommendation, rest: str = "") -> str:
    return f"{LIST}{row.number}/{rest}"


def text_of(client: Client, address: str, language: str = "en") -> str:
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def attempts(row: Recommendation) -> int:
    return AuditEntry.objects.filter(act="recommendation.attempt", subject=row.pk).count()


def test_everyone_reads_what_was_adopted_in_both_languages(
    client: Client, adopted: Recommendation
) -> None:
    for language in ("en", "ru"):
        page = text_of(client, at(adopted), language)
        for words in ("Volunteers test the water.", "Добровольцы проверяют воду."):
            assert words in page
        assert '<meta name="citation_title" content="Measure the rivers">' in page
        assert '<meta name="citation_title" content="Измерять реки">' in page
        data = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
        assert json.loads(data)["reportNumber"] == f"R{adopted.number}"


def test_a_draft_is_found_by_those_who_may_see_it_alone(
    client: Client, draft: Recommendation, dmitri: Person, eve: Person, ada: Person
) -> None:
    assert client.get(at(draft)).status_code == 404
    for person, status in ((eve, 404), (dmitri, 302), (ada, 302)):
        client.force_login(person)
        assert client.get(at(draft)).status_code == status
        assert ("Measure the rivers" in text_of(client, LIST)) is (status == 302)


def test_a_new_draft_changes_nothing_for_those_outside(
    client: Client, adopted: Recommendation, boris: Person
) -> None:
    drafts.begin_version(actor=boris, recommendation=adopted)
    texts = {"en": "Measure the lakes", "ru": "Измерять озёра"}
    adopted.refresh_from_db()
    paragraphs.edit_title(
        actor=boris, recommendation=adopted, texts=texts, edition=adopted.title_edition
    )
    for address in (LIST, at(adopted), "/g/environment/", "/records/", at(adopted, "changes/")):
        page = text_of(client, address)
        assert "lakes" not in page
    found = client.get("/api/v1/recommendations/").json()["results"]
    assert [(row["title_en"], row["standing"], row["version"]) for row in found] == [
        ("Measure the rivers", "adopted", 1)
    ]
    assert client.get(f"/api/v1/recommendations/{adopted.number}/").json()["draft"] is None
    assert client.get(at(adopted, "changes/?from=1&to=draft")).status_code == 404
    client.force_login(boris)
    assert "lakes" in text_of(client, at(adopted, "changes/?from=1&to=draft"))


def test_versions_are_compared_in_words(
    client: Client, adopted: Recommendation, boris: Person, carol: Person
) -> None:
    drafts.begin_version(actor=boris, recommendation=adopted)
    row = adopted.paragraphs.get()
    paragraphs.edit(
        actor=boris,
        paragraph=row,
        texts={"en": "Everybody test the water.", "ru": "Все проверяют воду."},
        edition=row.edition,
    )
    adopt(adopted, boris, carol)
    page = text_of(client, at(adopted, "changes/"))
    assert "added:" in page
    assert "taken out:" in page
    assert "<del>" in page
    first = text_of(client, at(adopted, "versions/1/"))
    assert "Volunteers test the water." in first
    assert "There is a later version." in first


def test_a_withdrawn_one_says_so_and_stays(
    client: Client, adopted: Recommendation, boris: Person, carol: Person
) -> None:
    for chair in (boris, carol):
        withdrawals.withdraw(actor=chair, recommendation=adopted, reason="Superseded")
    assert "The co-chairs have withdrawn this recommendation." in text_of(client, at(adopted))
    assert "Measure the rivers" in text_of(client, f"{LIST}?standing=withdrawn")
    assert "Measure the rivers" not in text_of(client, f"{LIST}?standing=adopted")


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("?text=rivers", True),
        ("?text=РЕКИ", True),
        ("?text=lakes", False),
        ("?group=environment", True),
        ("?group=youth", False),
        ("?standing=draft", False),
        ("?standing=nonsense", True),
    ],
)
def test_the_list_is_narrowed(
    client: Client, adopted: Recommendation, asked: str, is_found: bool
) -> None:
    build.group("youth")
    assert ("Measure the rivers" in text_of(client, LIST + asked)) is is_found


def test_a_list_and_a_draft_take_as_many_queries_for_three_as_for_one(
    client: Client, draft: Recommendation, circle: Group, dmitri: Person, boris: Person
) -> None:
    client.force_login(dmitri)

    def counted(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            text_of(client, address)
        return len(found)

    def say() -> None:
        row = paragraphs.add(actor=dmitri, recommendation=draft, texts={"en": "More"})
        discussion.comment(actor=boris, recommendation=draft, paragraph=row, text="Why?")
        amendments.propose(
            actor=dmitri, recommendation=draft, paragraph=row, language="en", text="Less"
        )

    say()
    addresses = (LIST, "/g/environment/recommendations/", at(draft, "draft/"), "/g/environment/")
    before = [counted(address) for address in addresses]
    for title in ("Second", "Third"):
        drafts.draft(actor=boris, group=circle, titles={"en": title})
        say()
    assert [counted(address) for address in addresses] == before


def test_a_form_that_is_refused_keeps_what_was_typed(
    client: Client, draft: Recommendation, paragraph: Paragraph, dmitri: Person, boris: Person
) -> None:
    paragraphs.edit(actor=boris, paragraph=paragraph, texts={"en": "Theirs."}, edition=1)
    client.force_login(dmitri)
    address = at(draft, f"draft/paragraphs/{paragraph.pk}/")
    mine: dict[str, Any] = {"text_en": "Mine.", "text_ru": paragraph.text_ru, "edition": 1}
    answer = client.post(address, mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Theirs." in page
    assert "Mine." in page
    assert 'name="edition" value="2"' in page
    assert client.post(address, {**mine, "edition": 2}).status_code == 302
    paragraph.refresh_from_db()
    assert paragraph.text_en == "Mine."


def test_what_is_written_about_a_paragraph_that_went_is_not_lost(
    client: Client, draft: Recommendation, paragraph: Paragraph, dmitri: Person, boris: Person
) -> None:
    paragraphs.take_out(actor=boris, paragraph=paragraph)
    client.force_login(dmitri)
    for rest, said in (
        (f"draft/paragraphs/{paragraph.pk}/", {"text_en": "Long thought.", "edition": 1}),
        ("draft/comments/", {"text": "Long thought.", "paragraph": paragraph.pk}),
    ):
        answer = client.post(at(draft, rest), said)
        assert answer.status_code == 422
        assert "Long thought." in answer.content.decode()


def test_the_whole_way_by_forms(
    client: Client, circle: Group, carol: Person, boris: Person, dmitri: Person
) -> None:
    client.force_login(dmitri)
    titles = {"title_en": "Test the wells", "title_ru": "Проверять колодцы"}
    answer = client.post("/g/environment/recommendations/new/", titles)
    row = Recommendation.objects.get()
    assert answer.headers["Location"] == at(row, "draft/")
    texts = {"text_en": "Yearly.", "text_ru": "Ежегодно."}
    client.post(at(row, "draft/paragraphs/"), texts)
    amended = {"language": "en", "text": "Monthly.", "paragraph": row.paragraphs.get().pk}
    client.post(at(row, "draft/amendments/new/"), amended)
    amendment = row.amendments.get()
    client.force_login(boris)
    decided = at(row, f"draft/amendments/{amendment.pk}/")
    assert client.post(decided, {"do": "refuse"}).status_code == 422
    assert client.post(decided, {"do": "take", "edition": 1}).status_code == 302
    paragraph = row.paragraphs.get()
    client.post(at(row, f"draft/paragraphs/{paragraph.pk}/step/"), {"do": "confirm"})
    row.refresh_from_db()
    steps = at(row, "draft/steps/")
    client.post(steps, {"do": "consent", "edition": row.edition})
    refused = client.post(steps, {"do": "adopt", "edition": row.edition}, follow=True)
    assert "ещё не согласился с нынешней редакцией" in refused.content.decode()
    client.force_login(carol)
    client.post(steps, {"do": "consent", "edition": row.edition})
    client.post(steps, {"do": "adopt", "edition": row.edition})
    version = queries.published(row.number)
    assert version is not None
    assert [each.text_en for each in version.paragraphs.all()] == ["Monthly."]


def test_a_page_refuses_to_change_an_adopted_text_and_notes_it(
    client: Client, adopted: Recommendation, dmitri: Person
) -> None:
    client.force_login(dmitri)
    row = adopted.paragraphs.get()
    said = {"text_en": "Changed", "text_ru": "Изменено", "edition": row.edition}
    answer = client.post(at(adopted, f"draft/paragraphs/{row.pk}/"), said)
    assert answer.status_code == 422
    assert attempts(adopted) == 1
    client.post(at(adopted, f"draft/paragraphs/{row.pk}/step/"), {"do": "out"})
    assert attempts(adopted) == 2
    assert client.post(at(adopted, "draft/comments/"), {"text": "Well said"}).status_code == 422
    assert attempts(adopted) == 2
    assert AdoptedParagraph.objects.get().text_en == "Volunteers test the water."


def test_the_api_refuses_to_change_an_adopted_text_and_notes_it(
    client: Client, adopted: Recommendation, dmitri: Person, eve: Person
) -> None:
    client.force_login(dmitri)
    row = adopted.paragraphs.get()
    api = f"/api/v1/recommendations/{adopted.number}/"
    said = {"text_en": "Changed", "edition": row.edition}
    answer = client.patch(f"{api}paragraphs/{row.pk}/", said, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "recommendation.adopted")
    assert attempts(adopted) == 1
    for method in ("put", "patch", "delete", "post"):
        send = getattr(client, method)
        assert send(f"{api}versions/1/", content_type="application/json").status_code == 405
    client.force_login(eve)
    client.patch(f"{api}paragraphs/{row.pk}/", said, content_type="application/json")
    assert attempts(adopted) == 1
    assert AdoptedParagraph.objects.get().text_en == "Volunteers test the water."


def test_the_back_office_looks_and_an_attempt_to_do_more_is_noted(
    client: Client, adopted: Recommendation
) -> None:
    client.force_login(build.person("Root", is_superuser=True, is_staff=True))
    version = adopted.versions.get()
    rows = {
        "recommendation": adopted.pk,
        "version": version.pk,
        "adoptedparagraph": version.paragraphs.get().pk,
    }
    for place, (name, pk) in enumerate(rows.items()):
        page = f"/back-office/records/{name}/{pk}/"
        assert client.get(f"{page}change/").status_code == 200
        assert client.get(f"{page}delete/").status_code == 403
        assert client.post(f"{page}change/", {"text_en": "Changed"}).status_code == 403
        assert client.post(f"{page}delete/", {"post": "yes"}).status_code == 403
        assert client.post(f"/back-office/records/{name}/add/").status_code == 403
        deed = {"action": "delete_selected", "_selected_action": pk, "post": "yes"}
        assert client.post(f"/back-office/records/{name}/", deed).status_code == 403
        assert attempts(adopted) == 3 * (place + 1)
    version.refresh_from_db()
    assert version.title_en == "Measure the rivers"
    assert AdoptedParagraph.objects.get().text_en == "Volunteers test the water."


def test_the_api_drafts_and_adopts(
    client: Client, draft: Recommendation, dmitri: Person, boris: Person, carol: Person
) -> None:
    api = f"/api/v1/recommendations/{draft.number}/"

    def send(method: str, rest: str, **said: Any) -> Any:
        return getattr(client, method)(api + rest, said, content_type="application/json")

    house = build.organisation("Civic Watch")
    dmitri.memberships.update(organisation=house)
    client.force_login(dmitri)
    assert send("post", "comments/", text="Which rivers?").status_code == 201
    assert client.get(f"{api}comments/").json()["results"][0]["who"]["name"] == "Dmitri"
    made = send("post", "amendments/", language="en", text="Lakes too.").json()
    edition = client.get(api).json()["draft"]["edition"]
    assert send("put", f"endorsements/{house.pk}/", edition=edition).status_code == 200
    assert send("delete", f"endorsements/{house.pk}/").status_code == 204
    assert send("put", "consent/", edition=edition).status_code == 403
    client.force_login(boris)
    answer = send("patch", f"amendments/{made['id']}/", state="refused")
    assert (answer.status_code, answer.json()["code"]) == (409, "amendment.no_reason")
    assert (
        send("patch", f"amendments/{made['id']}/", state="refused", reason="No").status_code == 200
    )
    for chair in (boris, carol):
        answer = send("post", "adopt/", edition=edition)
        assert answer.json()["code"] == "recommendation.one_chair"
        client.force_login(chair)
        assert send("put", "consent/", edition=edition).status_code == 204
    answer = send("post", "adopt/", edition=edition)
    assert (answer.status_code, answer.json()["sides"]) == (201, ["us", "ru"])
    client.logout()
    assert client.get(f"{api}versions/1/").json()["digest"] == answer.json()["digest"]
