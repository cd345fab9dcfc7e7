"""Adoption by both co-chairs, and that what they adopted never changes."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts.deeds import AuditEntry
from accounts.models import Letter, Person
from groups import memberships
from groups.models import Group, GroupRole
from kit.refusals import Forbidden, NotHere, Refused
from records.recommendations import (
    adoption,
    amendments,
    attempts,
    consents,
    drafts,
    endorsements,
    freezing,
    paragraphs,
    withdrawals,
)
from records.recommendations.digests import digest
from records.recommendations.models import (
    AdoptedParagraph,
    Frozen,
    Paragraph,
    Recommendation,
    Version,
)
from records.recommendations.wording import AdoptedText
from tests import build
from tests.records.recommendations.conftest import adopt

pytestmark = pytest.mark.django_db


def refused(draft: Recommendation, actor: Person) -> str:
    draft.refresh_from_db()
    with pytest.raises(Refused) as caught:
        adoption.adopt(actor=actor, recommendation=draft, edition=draft.edition)
    assert str(caught.value.text)
    return caught.value.code


def agree(draft: Recommendation, *chairs: Person) -> None:
    draft.refresh_from_db()
    for chair in chairs:
        consents.consent(actor=chair, recommendation=draft, edition=draft.edition)


def test_one_co_chair_is_not_enough_whoever_presses(
    draft: Recommendation, boris: Person, carol: Person
) -> None:
    assert refused(draft, boris) == "recommendation.one_chair"
    agree(draft, boris)
    assert refused(draft, boris) == "recommendation.one_chair"
    assert refused(draft, carol) == "recommendation.one_chair"
    agree(draft, carol)
    adoption.adopt(actor=carol, recommendation=draft, edition=draft.edition)


def test_two_co_chairs_of_one_side_are_one_side(
    draft: Recommendation, circle: Group, boris: Person, carol: Person
) -> None:
    second = build.person("Vera", country="RU")
    build.member(second, circle, GroupRole.CHAIR)
    agree(draft, boris, second)
    assert refused(draft, boris) == "recommendation.one_chair"


def test_a_side_without_a_chair_is_named(
    draft: Recommendation, circle: Group, boris: Person, carol: Person, ada: Person
) -> None:
    agree(draft, boris, carol)
    memberships.end(actor=ada, membership=circle.memberships.get(person=carol))
    assert refused(draft, boris) == "recommendation.no_chair"


def test_an_edit_after_the_yes_needs_another(
    draft: Recommendation, paragraph: Paragraph, boris: Person, carol: Person
) -> None:
    agree(draft, boris, carol)
    texts = {"en": "All test it.", "ru": "Проверяют все."}
    paragraphs.edit(actor=boris, paragraph=paragraph, texts=texts, edition=1)
    with pytest.raises(Refused) as caught:
        adoption.adopt(actor=boris, recommendation=draft, edition=draft.edition)
    assert caught.value.code == "recommendation.clash"
    assert refused(draft, boris) == "recommendation.one_chair"


def test_a_yes_that_was_taken_back_counts_no_more(
    draft: Recommendation, boris: Person, carol: Person
) -> None:
    agree(draft, boris, carol)
    consents.take_back(actor=carol, recommendation=draft)
    assert refused(draft, boris) == "recommendation.one_chair"


def test_a_language_that_lags_stands_in_the_way(
    draft: Recommendation, paragraph: Paragraph, boris: Person, carol: Person
) -> None:
    paragraphs.edit(actor=boris, paragraph=paragraph, texts={"en": "All test it."}, edition=1)
    agree(draft, boris, carol)
    assert refused(draft, boris) == "recommendation.stale"
    paragraphs.confirm(actor=boris, paragraph=paragraph)
    paragraphs.edit_title(actor=boris, recommendation=draft, texts={"ru": ""}, edition=1)
    agree(draft, boris, carol)
    assert refused(draft, boris) == "recommendation.untranslated"


def test_an_open_amendment_stands_in_the_way(
    draft: Recommendation, dmitri: Person, boris: Person, carol: Person
) -> None:
    made = amendments.propose(actor=dmitri, recommendation=draft, language="en", text="Lakes too.")
    agree(draft, boris, carol)
    assert refused(draft, boris) == "recommendation.open_amendment"
    amendments.refuse(actor=carol, amendment=made, reason="Another day")
    adoption.adopt(actor=boris, recommendation=draft, edition=draft.edition)


def test_without_a_paragraph_there_is_nothing_to_adopt(
    draft: Recommendation, paragraph: Paragraph, boris: Person, carol: Person
) -> None:
    paragraphs.take_out(actor=boris, paragraph=paragraph)
    agree(draft, boris, carol)
    assert refused(draft, boris) == "recommendation.empty"


def test_only_co_chairs_say_yes_and_adopt(
    draft: Recommendation, dmitri: Person, ada: Person, eve: Person
) -> None:
    said: dict[str, Any] = {"recommendation": draft, "edition": draft.edition}
    for person, expected in ((dmitri, Forbidden), (ada, Forbidden), (eve, NotHere)):
        for verb in (consents.consent, adoption.adopt):
            with pytest.raises(expected):
                verb(actor=person, **said)


def test_adoption_freezes_text_consents_and_endorsements(
    draft: Recommendation, dmitri: Person, boris: Person, carol: Person
) -> None:
    house = build.organisation("Civic Watch")
    dmitri.memberships.update(organisation=house)
    endorsements.endorse(
        actor=dmitri, recommendation=draft, organisation=house, edition=draft.edition
    )
    version = adopt(draft, boris, carol)
    draft.refresh_from_db()
    assert (draft.standing, version.number) == ("adopted", 1)
    assert (version.title_en, version.title_ru) == ("Measure the rivers", "Измерять реки")
    [row] = version.paragraphs.all()
    assert (row.number, row.text_en, row.text_ru, row.paragraph) == (
        1,
        "Volunteers test the water.",
        "Добровольцы проверяют воду.",
        draft.paragraphs.get(),
    )
    assert [(said["side"], said["person"]) for said in version.consents] == [
        ("us", str(carol.pk)),
        ("ru", str(boris.pk)),
    ]
    assert [(said["organisation"], said["is_of_this"]) for said in version.endorsements] == [
        (str(house.pk), True)
    ]
    assert version.digest == digest(version, version.paragraphs.all())
    assert AuditEntry.objects.filter(act="recommendation.adopt", actor=boris.pk).count() == 1
    told = Letter.objects.filter(key__startswith="adopted:").values_list("person__name", flat=True)
    assert sorted(told) == ["Carol", "Dmitri"]


def test_a_new_draft_leads_to_a_second_version_and_leaves_the_first(
    adopted: Recommendation, boris: Person, carol: Person
) -> None:
    drafts.begin_version(actor=boris, recommendation=adopted)
    agree(adopted, boris, carol)
    assert refused(adopted, boris) == "recommendation.unchanged"
    paragraphs.add(
        actor=boris, recommendation=adopted, texts={"en": "Lakes too.", "ru": "И озёра."}
    )
    second = adopt(adopted, boris, carol)
    assert second.number == 2
    assert [version.paragraphs.count() for version in adopted.versions.all()] == [1, 2]


def test_a_draft_that_was_dropped_leaves_no_trace_in_the_next(
    adopted: Recommendation, boris: Person
) -> None:
    drafts.begin_version(actor=boris, recommendation=adopted)
    first = adopted.paragraphs.get()
    paragraphs.edit(actor=boris, paragraph=first, texts={"en": "Nobody tests."}, edition=1)
    paragraphs.add(actor=boris, recommendation=adopted, texts={"en": "Lakes too."})
    paragraphs.edit_title(actor=boris, recommendation=adopted, texts={"en": "Lakes"}, edition=1)
    drafts.discard(actor=boris, recommendation=adopted)
    adopted.refresh_from_db()
    assert adopted.standing == "adopted"
    drafts.begin_version(actor=boris, recommendation=adopted)
    adopted.refresh_from_db()
    [row] = adopted.paragraphs.filter(removed_at=None)
    assert (row, row.text_en, row.translation_state) == (
        first,
        "Volunteers test the water.",
        "translated",
    )
    assert (adopted.title_en, adopted.translation_state) == ("Measure the rivers", "translated")


def test_both_co_chairs_withdraw_what_was_adopted_and_the_version_stays(
    adopted: Recommendation, boris: Person, carol: Person
) -> None:
    with pytest.raises(Refused) as caught:
        withdrawals.withdraw(actor=boris, recommendation=adopted, reason="")
    assert caught.value.code == "recommendation.no_reason"
    found = withdrawals.withdraw(actor=boris, recommendation=adopted, reason="Superseded")
    assert found.standing == "adopted"
    found = withdrawals.withdraw(actor=carol, recommendation=adopted, reason="I agree")
    assert found.standing == "withdrawn"
    assert adopted.versions.count() == 1


def test_a_draft_is_withdrawn_by_one_co_chair(draft: Recommendation, boris: Person) -> None:
    found = withdrawals.withdraw(actor=boris, recommendation=draft, reason="Merged with R2")
    assert found.standing == "withdrawn"
    with pytest.raises(Refused) as caught:
        paragraphs.add(actor=boris, recommendation=draft, texts={"en": "More"})
    assert caught.value.code == "recommendation.withdrawn"


def test_every_verb_refuses_an_adopted_text_and_the_attempt_is_written_down(
    adopted: Recommendation, dmitri: Person, boris: Person
) -> None:
    row = adopted.paragraphs.get()
    for attempt in (
        lambda: paragraphs.edit(actor=dmitri, paragraph=row, texts={"en": "No"}, edition=1),
        lambda: paragraphs.take_out(actor=dmitri, paragraph=row),
        lambda: paragraphs.move(actor=dmitri, paragraph=row, by=1),
        lambda: paragraphs.add(actor=dmitri, recommendation=adopted, texts={"en": "No"}),
        lambda: paragraphs.edit_title(
            actor=dmitri, recommendation=adopted, texts={"en": "No"}, edition=1
        ),
    ):
        with pytest.raises(AdoptedText), attempts.noted(dmitri, adopted):
            attempt()
    tried = AuditEntry.objects.filter(act="recommendation.attempt", subject=adopted.pk)
    assert [row.actor for row in tried] == [dmitri.pk] * 5


def test_rows_of_an_adopted_text_can_be_neither_written_nor_removed(
    adopted: Recommendation,
) -> None:
    version = adopted.versions.get()
    [row] = version.paragraphs.all()
    row.text_en = version.title_en = "Changed"
    for change in (
        row.save,
        row.delete,
        version.save,
        version.delete,
        lambda: version.paragraphs.all().delete(),
        lambda: version.paragraphs.update(text_en="Changed"),
        lambda: AdoptedParagraph.objects.bulk_update([row], ["text_en"]),
        lambda: AdoptedParagraph.objects.bulk_create([row], ignore_conflicts=True),
        lambda: AdoptedParagraph.objects.bulk_create(
            [row], update_conflicts=True, update_fields=["text_en"], unique_fields=["id"]
        ),
        lambda: Version.objects.update_or_create(pk=version.pk, defaults={"title_en": "No"}),
    ):
        with pytest.raises(Frozen), transaction.atomic():
            change()
    with pytest.raises(DatabaseError), transaction.atomic():
        Version(
            pk=version.pk, recommendation=adopted, number=2, adopted_at=version.adopted_at
        ).save()
    assert Version.objects.get().title_en == "Measure the rivers"


@pytest.mark.parametrize("table", ["records_version", "records_adoptedparagraph"])
def test_the_database_refuses_raw_sql(adopted: Recommendation, table: str) -> None:
    column = "title_en" if table == "records_version" else "text_en"
    change = f"UPDATE {table} SET {column} = 'No'"  # noqa: S608 - our own table's name
    removal = f"DELETE FROM {table}"  # noqa: S608 - the same
    for statement in (change, removal):
        with (
            pytest.raises(DatabaseError, match=freezing.WORDS),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Version.objects.count() == AdoptedParagraph.objects.count() == 1


def test_a_row_is_not_replaced_by_another(adopted: Recommendation) -> None:
    if connection.vendor != "sqlite":
        # No other database replaces rows without asking.
        return
    for table, column, taken in (
        ("records_version", "title_en", "number + 1"),
        ("records_version", "title_en", "number"),
        ("records_adoptedparagraph", "text_en", "number"),
    ):
        names = [str(each.column) for each in _model(table)._meta.concrete_fields]
        changed = {column: "'No'", "number": taken}
        if taken == "number":
            # Another key, but the same place.
            changed["id"] = "lower(hex(randomblob(16)))"
        values = ", ".join(changed.get(name, name) for name in names)
        said = f"REPLACE INTO {table} ({', '.join(names)}) SELECT {values} FROM {table}"  # noqa: S608 - our own
        with (
            pytest.raises(DatabaseError, match=freezing.WORDS),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(said)
    assert Version.objects.get().title_en == "Measure the rivers"


def _model(table: str) -> type[Version | AdoptedParagraph]:
    return Version if table == "records_version" else AdoptedParagraph


@pytest.mark.django_db(transaction=True)
def test_a_database_of_tests_can_be_emptied_all_the_same(adopted: Recommendation) -> None:
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    assert not Version.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'records_%' AND NOT tgisinternal"
            if connection.vendor == "postgresql"
            else "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'records_%'"
        )
        [count] = cursor.fetchone()
    assert count == len(freezing.thaw(connection.vendor))


def test_without_sides_nobody_adopts_alone(
    draft: Recommendation, boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.recommendations.consents.programmes.sides", list)
    assert refused(draft, boris) == "recommendation.no_chair"


def test_who_adopts_after_the_other_did_is_no_attempt_to_change_it(
    adopted: Recommendation, carol: Person
) -> None:
    with pytest.raises(Refused) as caught, attempts.noted(carol, adopted):
        adoption.adopt(actor=carol, recommendation=adopted, edition=adopted.edition)
    assert caught.value.code == "recommendation.adopted"
    assert not AuditEntry.objects.filter(act="recommendation.attempt").exists()
