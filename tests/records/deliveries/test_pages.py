"""The pages of deliveries: what everyone reads, what only who manages them, and the reply link."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import Person
from groups.models import Group
from kit.pages import fill
from kit.refusals import NotHere
from records.deliveries import links, progress, proofs, replies
from records.deliveries.deliveries import Office
from records.deliveries.models import Delivery, Reply
from records.deliveries.replies import Said
from records.recommendations.models import Version
from tests import build
from tests.records.adopted import adopted, delivered, today

pytestmark = pytest.mark.django_db

CONTACT = "post@ministry.example"
REGISTER = "/records/deliveries/"
FORM = {
    "office_en": "Committee on Budgets",
    "channel": "handed",
    "delivered_on": str(today() - timedelta(days=3)),
    "due_on": str(today() + timedelta(days=27)),
    "language": "en",
    "contact": CONTACT,
}


@pytest.fixture
def version(circle: Group) -> Version:
    return adopted(circle)


@pytest.fixture
def delivery(version: Version, boris: Person) -> Delivery:
    return delivered(version, boris)


@pytest.fixture
def secret(delivery: Delivery, boris: Person) -> str:
    return links.make(actor=boris, delivery=delivery).secret


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def manage(delivery: Delivery) -> str:
    return reverse("records:delivery_manage", args=[delivery.pk])


def table(client: Client) -> list[dict[str, str]]:
    content = client.get("/records/deliveries.csv").getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_empty_register_says_what_to_expect(client: Client, db: None) -> None:
    assert "Nothing has been delivered yet" in page(client, REGISTER)


def test_everyone_reads_the_register_and_no_contact(
    client: Client, delivery: Delivery, boris: Person
) -> None:
    for address in (REGISTER, reverse("records:delivery", args=[delivery.pk])):
        read = page(client, address)
        assert "Ministry of Public Contracts" in read
        assert "Protect those who report" in read
        assert CONTACT not in read
        assert "Manage" not in read
    client.force_login(boris)
    # Not even who manages it has the contact on a page that others see over their shoulder.
    assert CONTACT not in page(client, REGISTER)
    assert CONTACT in page(client, manage(delivery))


def test_who_does_not_manage_finds_nothing(
    client: Client, delivery: Delivery, dmitri: Person
) -> None:
    for person in (None, dmitri):
        if person:
            client.force_login(person)
        assert page(client, manage(delivery), 404)
        assert page(client, reverse("records:deliver", args=[4]), 404)
        assert page(client, reverse("records:delivery_proof", args=[delivery.pk]), 404)
        assert client.post(manage(delivery), {"do": "link"}).status_code == 404


def test_delivery_is_recorded_by_the_form(client: Client, version: Version, boris: Person) -> None:
    client.force_login(boris)
    address = reverse("records:deliver", args=[4])
    answer = client.post(address, {**FORM, "version": version.pk, "delivered_on": "2100-01-01"})
    assert answer.status_code == 422
    assert "Committee on Budgets" in answer.content.decode()
    answer = client.post(address, {**FORM, "version": version.pk})
    made = Delivery.objects.get()
    assert answer.headers["Location"] == manage(made)
    assert (made.addressee.office_en, made.contact) == ("Committee on Budgets", CONTACT)


def test_clash_keeps_what_was_typed_and_can_be_saved_over(
    client: Client, delivery: Delivery, boris: Person
) -> None:
    client.force_login(boris)
    said = {**FORM, "do": "amend", "office_en": "Mine", "seen": "1"}
    Delivery.objects.update(edition=2, channel="meeting")
    answer = client.post(manage(delivery), said)
    read = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Mine"' in read
    assert "на встрече" in read
    assert 'name="seen" value="2"' in read
    assert client.post(manage(delivery), {**said, "seen": "2"}).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.addressee.office_en, delivery.edition) == ("Mine", 3)


def test_secret_is_shown_once_and_opens_the_reply(
    client: Client, delivery: Delivery, boris: Person
) -> None:
    client.force_login(boris)
    read = client.post(manage(delivery), {"do": "link"}).content.decode()
    secret = read.split("/reply/")[1].split("/")[0]
    assert secret not in page(client, manage(delivery))
    client.logout()
    assert "Whoever reports is safe." in page(client, f"/reply/{secret}/")


def test_reply_link_works_without_an_account_in_both_languages(
    client: Client, delivery: Delivery, secret: str
) -> None:
    address = f"/reply/{secret}/"
    answer = client.get(address)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert CONTACT not in answer.content.decode()
    client.cookies["django_language"] = "ru"
    assert "Министерство государственных контрактов" in page(client, address)
    wrong = client.post(address, {"text": "Мы подумаем", "lang": "ru"})
    assert wrong.status_code == 422
    assert "Мы подумаем" in wrong.content.decode()
    sent = client.post(address, {"stance": "later", "text": "Мы подумаем", "lang": "ru"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{address}?done")
    assert "Мы подумаем" in page(client, f"{address}?done")
    assert Reply.objects.get().text == "Мы подумаем"
    # Before it is checked nobody else reads it.
    detail = page(client, reverse("records:delivery", args=[delivery.pk]))
    assert "Мы подумаем" not in detail


def test_dead_link_is_gone_and_says_so(
    client: Client, delivery: Delivery, secret: str, boris: Person
) -> None:
    links.revoke(actor=boris, delivery=delivery)
    for address in (f"/reply/{secret}/", "/reply/nothing/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (410, "noindex, nofollow")
        assert client.post(address, {"stance": "accepted", "lang": "en"}).status_code == 410


def test_reply_is_published_from_the_page(
    client: Client, delivery: Delivery, secret: str, boris: Person, ada: Person
) -> None:
    reply = replies.answer(secret=secret, said=Said("accepted", "We <script>will</script>."))
    publish = {"do": "publish", "reply": reply.pk, "translation": "Сделаем."}
    client.force_login(ada)
    assert client.post(manage(delivery), publish).status_code == 403
    client.force_login(boris)
    assert client.post(manage(delivery), publish).status_code == 302
    client.logout()
    read = page(client, reverse("records:delivery", args=[delivery.pk]))
    assert "We &lt;script&gt;will&lt;/script&gt;." in read
    assert "Сделаем." in read


def test_entering_noting_and_taking_out_by_the_page(
    client: Client, delivery: Delivery, boris: Person
) -> None:
    client.force_login(boris)
    note = {"do": "note", "note-on": str(today()), "note-text_en": "A law is drafted"}
    assert client.post(manage(delivery), note).status_code == 302
    assert client.post(manage(delivery), {"do": "note", "note-on": str(today())}).status_code == 422
    assert "A law is drafted" in page(client, reverse("records:delivery", args=[delivery.pk]))
    unnote = {"do": "unnote", "note": delivery.notes.get().pk}
    assert client.post(manage(delivery), unnote).status_code == 302
    assert client.post(manage(delivery), {"do": "withdraw"}).status_code == 422
    taken = {"do": "withdraw", "withdraw-reason": "Mistake"}
    assert client.post(manage(delivery), taken).status_code == 302
    client.logout()
    page(client, reverse("records:delivery", args=[delivery.pk]), 404)
    assert client.post(manage(delivery), {"do": "nonsense"}).status_code == 404


def test_proof_is_saved_and_never_shown_in_the_page(
    client: Client, delivery: Delivery, boris: Person, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(boris)
    upload = io.BytesIO(b"%PDF-1.4 proof")
    upload.name = "scan.pdf"
    assert client.post(manage(delivery), {"do": "prove", "proof": upload}).status_code == 302
    address = reverse("records:delivery_proof", args=[delivery.pk])
    answer = client.get(address)
    assert answer.content == b"%PDF-1.4 proof"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    bad = io.BytesIO(b"<html>")
    bad.name = "scan.pdf"
    assert client.post(manage(delivery), {"do": "prove", "proof": bad}).status_code == 422
    client.logout()
    assert client.get(address).status_code == 404
    assert proofs.MAX_BYTES == 10 * 2**20


def test_table_holds_contacts_for_who_manages_alone(
    client: Client, version: Version, delivery: Delivery, boris: Person
) -> None:
    other = build.group("youth")
    chair = build.person("Nina")
    build.member(chair, other, "chair")
    delivered(adopted(other, number=5, title="=cmd()"), chair, contact="nina@ministry.example")
    assert [("contact" in row) for row in table(client)] == [False, False]
    client.force_login(boris)
    rows = {row["recommendation"]: row for row in table(client)}
    assert {name: row["contact"] for name, row in rows.items()} == {"R4": CONTACT, "R5": ""}
    assert rows["R5"]["title"] == "'=cmd()"


def test_late_ones_come_first_for_who_manages_them(
    client: Client, version: Version, boris: Person
) -> None:
    delivered(version, boris, addressee=Office(office_en="Aaa"))
    late = delivered(version, boris, addressee=Office(office_en="Zebra"))
    Delivery.objects.filter(pk=late.pk).update(due_on=today() - timedelta(days=5))
    read = page(client, REGISTER)
    assert read.index("Aaa") < read.index("Zebra")
    client.force_login(boris)
    read = page(client, REGISTER)
    assert read.index("Zebra") < read.index("Aaa")
    assert "Zebra" not in page(client, f"{REGISTER}?q=aaa")


def test_register_asks_as_much_for_three_as_for_one(
    client: Client,
    version: Version,
    delivery: Delivery,
    boris: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get(REGISTER)
    with django_assert_num_queries(6) as one:
        client.get(REGISTER)
    for _ in range(2):
        made = delivered(version, boris)
        replies.enter(actor=boris, delivery=made, said=Said("noted", replied_on=today()))
        progress.note(actor=boris, delivery=made, on=today(), text_en="x")
    with django_assert_num_queries(len(one.captured_queries)):
        client.get(REGISTER)


def test_group_shows_what_it_has_delivered_and_what_is_late(
    client: Client, circle: Group, delivery: Delivery
) -> None:
    Delivery.objects.update(due_on=today() - timedelta(days=5))
    read = page(client, "/g/environment/")
    assert "1 reply is overdue." in read
    assert "Ministry of Public Contracts" in read


def test_way_to_record_is_for_who_may(version: Version, boris: Person, eve: Person) -> None:
    request = RequestFactory().get("/")
    found = {}
    for name, reader in (("boris", boris), ("eve", eve), ("anon", AnonymousUser())):
        request.user = reader
        html = "".join(fill("recommendation.main", request, version.recommendation))
        found[name] = reverse("records:deliver", args=[4]) in html
    assert found == {"boris": True, "eve": False, "anon": False}


def test_typed_reply_is_given_back_when_the_link_has_ended_meanwhile(
    client: Client, delivery: Delivery, secret: str, boris: Person
) -> None:
    links.revoke(actor=boris, delivery=delivery)
    answer = client.post(
        f"/reply/{secret}/", {"stance": "noted", "text": "A </textarea> long <b>one"}
    )
    read = answer.content.decode()
    assert answer.status_code == 410
    assert "Your reply was not received." in read
    assert "A &lt;/textarea&gt; long &lt;b&gt;one" in read
    assert 'name="commitment"' not in read
    assert "Your reply was not received." not in page(client, f"/reply/{secret}/", 410)
    assert not Reply.objects.exists()


def test_typed_reply_is_given_back_when_the_link_ends_while_it_is_sent(
    client: Client, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(**_said: object) -> None:
        raise NotHere

    monkeypatch.setattr(replies, "answer", ended)
    answer = client.post(f"/reply/{secret}/", {"stance": "noted", "text": "Long", "lang": "en"})
    assert (answer.status_code, "Long" in answer.content.decode()) == (410, True)


def test_offices_are_found_in_small_letters_of_either_alphabet(
    client: Client, delivery: Delivery
) -> None:
    for wanted in ("ministry", "министерство", "КОНТРАКТОВ"):
        assert "Ministry of Public Contracts" in page(client, f"{REGISTER}?q={wanted}")
    assert "Ministry of Public Contracts" not in page(client, f"{REGISTER}?q=парламент")


@pytest.mark.parametrize("count", [1, 3])
def test_table_costs_the_same_for_one_and_for_three(
    client: Client,
    version: Version,
    boris: Person,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _number in range(count):
        delivered(version, boris)
    with django_assert_num_queries(3):
        answer = client.get("/records/deliveries.csv")
        assert len(answer.getvalue().decode().splitlines()) == count + 1


def test_all_of_the_table_is_read_before_its_first_piece_goes_out(
    client: Client, delivery: Delivery, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Who reads slowly would hold the database else."""
    answer = client.get("/records/deliveries.csv")
    assert answer.streaming
    with django_assert_num_queries(0):
        assert "Ministry of Public Contracts" in answer.getvalue().decode()
