"""Recording what was delivered: who may, what is refused, and that the text never changes."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from accounts.deeds import AuditEntry
from accounts.models import Person
from groups.models import Group
from kit.refusals import Forbidden, Refused
from records.deliveries import deliveries, progress, proofs
from records.deliveries.deliveries import Office
from records.deliveries.models import Addressee, Delivery
from records.recommendations.models import AdoptedParagraph, Frozen, Version
from tests.records.adopted import MINISTRY, adopted, delivered, facts, today

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n" + b"x" * 100


@pytest.fixture
def version(circle: Group) -> Version:
    return adopted(circle)


@pytest.fixture
def delivery(version: Version, boris: Person) -> Delivery:
    return delivered(version, boris)


@pytest.fixture
def media(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("act").values_list("act", flat=True))


def test_co_chair_and_organiser_record_a_delivery(
    version: Version, boris: Person, ada: Person
) -> None:
    first = delivered(version, boris)
    second = delivered(version, ada)
    assert (first.version, first.language, first.contact) == (
        version,
        "en",
        "post@ministry.example",
    )
    assert first.addressee == second.addressee
    assert Addressee.objects.count() == 1
    assert acts() == ["delivery.record", "delivery.record"]


def test_nobody_else_records_one(
    version: Version, dmitri: Person, clara: Person, eve: Person
) -> None:
    for person in (dmitri, clara, eve):
        with pytest.raises(Forbidden):
            delivered(version, person)
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"channel": "pigeon"}, "delivery.channel", "channel"),
        ({"delivered_on": date(2100, 1, 1)}, "delivery.future", "delivered_on"),
        ({"delivered_on": date(2000, 1, 1)}, "delivery.too_early", "delivered_on"),
        ({"due_on": date(2000, 1, 1)}, "delivery.due", "due_on"),
        ({"due_on": date(2999, 1, 1)}, "delivery.due", "due_on"),
        ({"addressee": Office()}, "addressee.nameless", "office_en"),
        ({"addressee": Office(office_en="\u200b \u202e")}, "addressee.nameless", "office_en"),
    ],
)
def test_what_can_not_be_is_refused(
    version: Version, boris: Person, changes: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        delivered(version, boris, **changes)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_only_a_whole_language_is_delivered(circle: Group, boris: Person) -> None:
    version = adopted(circle)
    AdoptedParagraph.objects.create(version=version, number=2, text_en="Only English")
    with pytest.raises(Refused) as refused:
        deliveries.record(actor=boris, version=version, language="ru", facts=facts())
    assert refused.value.code == "delivery.language"
    with pytest.raises(Refused):
        deliveries.record(actor=boris, version=version, language="de", facts=facts())


def test_delivered_text_can_not_be_edited(delivery: Delivery) -> None:
    paragraph = delivery.version.paragraphs.get()
    paragraph.text_en = "Something else"
    with pytest.raises(Frozen):
        paragraph.save()
    with pytest.raises(Frozen):
        AdoptedParagraph.objects.update(text_en="Something else")


def test_correction_raises_the_edition_and_a_clash_is_told(
    delivery: Delivery, boris: Person, ada: Person
) -> None:
    said = replace(facts(), channel="handed")
    row = deliveries.amend(actor=boris, delivery=delivery, seen=1, facts=said)
    assert (row.edition, row.channel) == (2, "handed")
    with pytest.raises(Refused) as refused:
        deliveries.amend(actor=ada, delivery=delivery, seen=1, facts=facts())
    assert refused.value.code == "delivery.clash"
    # What changes nothing is no act.
    deliveries.amend(actor=ada, delivery=delivery, seen=2, facts=said)
    assert acts() == ["delivery.amend", "delivery.record"]


def test_one_recorded_by_mistake_is_taken_out_with_a_reason(
    delivery: Delivery, boris: Person
) -> None:
    with pytest.raises(Refused) as refused:
        deliveries.withdraw(actor=boris, delivery=delivery, reason=" ")
    assert refused.value.code == "reason.empty"
    deliveries.withdraw(actor=boris, delivery=delivery, reason="The wrong ministry")
    delivery.refresh_from_db()
    assert delivery.withdrawn_reason == "The wrong ministry"
    with pytest.raises(Refused) as refused:
        deliveries.amend(actor=boris, delivery=delivery, seen=2, facts=facts())
    assert refused.value.code == "delivery.withdrawn"


def test_hostile_words_are_cleaned(version: Version, boris: Person) -> None:
    office = replace(MINISTRY, office_en="<b>\u202eMinistry\u200b</b>" + "x" * 4000)
    made = delivered(version, boris, addressee=office)
    assert made.addressee.office_en == ("<b>Ministry</b>" + "x" * 4000)[:200]


@pytest.mark.usefixtures("media")
def test_proof_is_kept_by_what_it_is(delivery: Delivery, boris: Person, eve: Person) -> None:
    with pytest.raises(Forbidden):
        proofs.prove(actor=eve, delivery=delivery, name="x.pdf", content=PDF)
    proofs.prove(actor=boris, delivery=delivery, name="scan\u202e.exe", content=PDF)
    delivery.refresh_from_db()
    assert (delivery.proof_kind, delivery.proof_name) == ("pdf", "scan.exe")
    assert str(delivery.proof.name).startswith(f"proofs/{delivery.pk}")
    with delivery.proof.open("rb") as file:
        assert file.read() == PDF


@pytest.mark.usefixtures("media")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "proof.empty"),
        (b"<html><script>", "proof.kind"),
        (b"MZ\x90", "proof.kind"),
        (PDF + b"x" * proofs.MAX_BYTES, "proof.too_large"),
    ],
)
def test_no_other_file_is_taken(
    delivery: Delivery, boris: Person, content: bytes, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        proofs.prove(actor=boris, delivery=delivery, name="scan.pdf", content=content)
    assert refused.value.code == code
    assert not default_storage.exists("proofs")


@pytest.mark.django_db(transaction=True)
def test_former_proof_goes_with_its_file(media: Path, circle: Group, boris: Person) -> None:
    delivery = delivered(adopted(circle), boris)
    proofs.prove(actor=boris, delivery=delivery, name="a.pdf", content=PDF)
    proofs.prove(actor=boris, delivery=delivery, name="b.png", content=b"\x89PNG\r\n\x1a\n")
    assert [path.suffix for path in (media / "proofs").iterdir()] == [".png"]
    proofs.remove(actor=boris, delivery=delivery)
    assert list((media / "proofs").iterdir()) == []
    delivery.refresh_from_db()
    assert not delivery.proof


def test_progress_is_noted_and_taken_back(delivery: Delivery, boris: Person, eve: Person) -> None:
    on = today() - timedelta(days=1)
    note = progress.note(actor=boris, delivery=delivery, on=on, text_ru="Закон внесён")
    assert (note.source_language, note.translation_state) == ("ru", "missing")
    for words, code in (({}, "progress.empty"), ({"text_en": "x" * 2001}, "progress.too_long")):
        with pytest.raises(Refused) as refused:
            progress.note(actor=boris, delivery=delivery, on=on, **words)
        assert refused.value.code == code
    with pytest.raises(Forbidden):
        progress.note(actor=eve, delivery=delivery, on=on, text_en="Mine")
    progress.withdraw(actor=boris, note=note)
    progress.withdraw(actor=boris, note=note)
    assert acts() == ["delivery.record", "progress.note", "progress.withdraw"]
