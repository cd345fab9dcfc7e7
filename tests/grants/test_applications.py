"""Applications: begun by one, written by both, signed by both, never handed in by one side alone."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from accounts.models import Letter, Person, Programme
from accounts.programmes import SideFacts, establish
from grants import applications, attachments, budgets, calls, partners, queries, signing
from grants.applications import Head
from grants.budgets import Line
from grants.models import Application, Call, Section, State
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from tests import granting

pytestmark = pytest.mark.django_db


def code_of(act: Any, **words: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(**words)
    return refused.value.code


def faults(application: Application) -> list[str]:
    application.refresh_from_db()
    return [each.code for each in signing.faults(application)]


def keys(prefix: str) -> list[tuple[str, str]]:
    """Return the letters of a kind: to whom, in which language."""
    rows = Letter.objects.filter(key__startswith=f"grants.{prefix}")
    return sorted(rows.values_list("person__name", "language"))


def test_a_pair_signs_and_the_last_signature_hands_it_in(
    draft: Application, us: Person, ru: Person
) -> None:
    assert faults(draft) == ["application.unsigned"]
    signing.sign(actor=us, application=draft, edition=draft.edition)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    signing.sign(actor=ru, application=draft, edition=draft.edition)
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED
    assert draft.submitted_at is not None
    assert keys("submitted") == [("Boris", "ru"), ("Clara", "en")]


def test_an_application_of_one_side_can_not_be_handed_in(call: Call, us: Person) -> None:
    made = granting.written(granting.begun(us, call), us)
    granting.signed(made, us)
    assert made.state == State.DRAFT
    assert faults(made) == ["application.one_sided"]
    assert code_of(signing.submit, actor=us, application=made) == "application.one_sided"


def test_two_organisations_of_one_side_are_one_side(call: Call, us: Person, eve: Person) -> None:
    granting.house(eve, "Prairie Health", "US")
    made = granting.begun(us, call)
    granting.joined(made, us, eve)
    granting.signed(granting.written(made, us), us, eve)
    assert faults(made) == ["application.one_sided"]


def test_the_sides_are_those_of_the_programme(call: Call, us: Person, ru: Person) -> None:
    made = granting.begun(us, call)
    granting.joined(made, us, ru)
    granting.written(made, us)
    Programme.objects.all().delete()
    sides = [
        SideFacts("us", "A", "А", ("US",)),
        SideFacts("ru", "B", "Б", ("RU",)),
        SideFacts("kz", "C", "В", ("KZ", "KG")),
    ]
    establish(actor=None, short_name="THREE", name_en="Three", sides=sides)
    assert faults(made) == ["application.one_sided", "application.unsigned"]


def test_a_change_takes_signatures_back_and_says_so(
    draft: Application, us: Person, ru: Person
) -> None:
    signing.sign(actor=us, application=draft, edition=draft.edition)
    row = draft.sections.get(kind="plan")
    words: dict[str, Any] = {"kind": "plan", "edition": row.edition, "text": {"en": "Other."}}
    applications.write_section(actor=ru, application=draft, **words)
    draft.refresh_from_db()
    assert set(draft.partners.values_list("signed_edition", flat=True)) == {None}
    assert keys("unsigned") == [("Clara", "en")]
    old = draft.edition - 1
    seen = code_of(signing.sign, actor=us, application=draft, edition=old)
    assert seen == "application.edited"


def test_saving_the_same_takes_nothing_back(draft: Application, us: Person, ru: Person) -> None:
    signing.sign(actor=us, application=draft, edition=draft.edition)
    row = draft.sections.get(kind="plan")
    applications.write_section(
        actor=ru,
        application=draft,
        kind="plan",
        edition=row.edition,
        text={"en": granting.TEXT},
    )
    assert draft.partners.get(person=us).signed_edition == draft.edition


@pytest.mark.parametrize("what", ["file", "partner", "budget", "head", "leave"])
def test_whatever_changes_it_takes_signatures_back(
    draft: Application, us: Person, ru: Person, eve: Person, what: str
) -> None:
    signing.sign(actor=us, application=draft, edition=draft.edition)
    draft.refresh_from_db()
    if what == "file":
        add = attachments.add_to_application
        add(actor=us, application=draft, name="a.pdf", content=granting.PDF)
    elif what == "partner":
        granting.house(eve, "Third", "US")
        granting.joined(draft, us, eve)
    elif what == "budget":
        budgets.write(actor=us, application=draft, edition=draft.budget_edition, lines=[])
    elif what == "head":
        head = Head(title={"en": "Other"})
        edition = draft.head_edition
        applications.write_head(actor=us, application=draft, edition=edition, head=head)
    else:
        partners.leave(actor=ru, application=draft)
    assert not draft.partners.filter(signed_edition__isnull=False).exists()


def test_who_writes_over_a_newer_text_is_stopped(
    draft: Application, us: Person, ru: Person
) -> None:
    row = draft.sections.get(kind="need")
    words: dict[str, Any] = {"application": draft, "kind": "need", "edition": row.edition}
    applications.write_section(actor=us, text={"en": "Mine."}, **words)
    seen = code_of(applications.write_section, actor=ru, text={"en": "Yours."}, **words)
    assert seen == "section.edited"
    assert draft.sections.get(kind="need").text_en == "Mine."
    # Elsewhere nobody is in the way.
    plan = draft.sections.get(kind="plan")
    write = applications.write_section
    write(actor=ru, application=draft, kind="plan", edition=plan.edition, text={"ru": "План."})


def test_each_thing_that_is_missing_has_its_reason(call: Call, us: Person, circle: Any) -> None:
    call.themes.add(circle)
    made = granting.begun(us, call)
    assert faults(made) == [
        "application.one_sided",
        "partner.unproved",
        "application.untitled",
        "application.no_summary",
        "application.no_period",
        "application.no_theme",
        *["application.incomplete"] * 4,
        "budget.empty",
        "application.unsigned",
    ]


@pytest.mark.parametrize(
    ("asked", "own", "expected"),
    [
        ("70000.00", "17500.00", []),
        ("70000.01", "17500.01", ["budget.over_ceiling"]),
        ("70000.00", "17499.99", ["budget.low_share"]),
        ("80000.00", "0", ["budget.over_ceiling", "budget.low_share"]),
    ],
)
def test_ceiling_and_share_are_exact(
    draft: Application, us: Person, asked: str, own: str, expected: list[str]
) -> None:
    partner = draft.partners.get(person=us)
    lines = [Line(partner.pk, "All", Decimal(asked), Decimal(own))]
    budgets.write(actor=us, application=draft, edition=draft.budget_edition, lines=lines)
    assert faults(draft) == [*expected, "application.unsigned"]


def test_after_the_close_nothing_is_written_or_handed_in_and_nothing_is_lost(
    draft: Application, us: Person, ru: Person
) -> None:
    granting.signed(draft, us)
    row = draft.sections.get(kind="need")
    with time_machine.travel(draft.call.closes_at, tick=False):
        edition = draft.edition
        sign = code_of(signing.sign, actor=ru, application=draft, edition=edition)
        assert sign == "call.closed"
        words: dict[str, Any] = {"kind": "need", "edition": row.edition, "text": {"en": "Late."}}
        write = applications.write_section
        assert code_of(write, actor=us, application=draft, **words) == "call.closed"
        assert "call.closed" in faults(draft)
        assert (
            queries.application_at(us, draft.pk).sections.get(kind="need").text_en == granting.TEXT
        )
    with time_machine.travel(draft.call.closes_at - timedelta(seconds=1), tick=False):
        granting.signed(draft, ru)
    assert draft.state == State.SUBMITTED


def test_before_the_opening_nobody_begins(ada: Person, us: Person) -> None:
    now = clock.now()
    early = granting.call(ada, "early", opens_at=now + timedelta(hours=1))
    words: dict[str, Any] = {"call": early, "organisation_name": "Clear Rivers"}
    assert code_of(applications.start, actor=us, **words) == "call.not_open"


def test_under_a_withdrawn_call_nobody_goes_on_and_partners_still_read(
    ada: Person, draft: Application, us: Person, eve: Person
) -> None:
    calls.withdraw(actor=ada, call=draft.call, reason="No money")
    draft.refresh_from_db()
    edition = draft.edition
    seen = code_of(signing.sign, actor=us, application=draft, edition=edition)
    assert seen == "call.withdrawn"
    assert queries.application_at(us, draft.pk) == draft
    assert queries.call_at(us, "linkage") == draft.call
    with pytest.raises(NotHere):
        queries.call_at(eve, "linkage")


def test_an_invitation_is_answered_by_whom_it_was_sent_to(
    call: Call, us: Person, ru: Person, eve: Person
) -> None:
    made = granting.begun(us, call)
    sent = partners.invite(actor=us, application=made, email="BORIS@people.example ")
    assert sent.person == ru
    for stranger in (eve, us):
        with pytest.raises(NotHere):
            partners.accept(actor=stranger, invitation=sent, organisation_name="Living Water")
    partners.decline(actor=ru, invitation=sent)
    words: dict[str, Any] = {"invitation": sent, "organisation_name": "Living Water"}
    assert code_of(partners.accept, actor=ru, **words) == "invitation.over"


def test_who_has_no_account_is_told_by_mail_how_to_come_in(call: Call, us: Person) -> None:
    made = granting.begun(us, call)
    partners.invite(actor=us, application=made, email="new@people.example", language="ru")
    letter = Letter.objects.get(key__startswith="grants.invitation")
    assert letter.person.email == "new@people.example"
    assert letter.language == "ru"
    assert f"/grants/invitations/{made.invitations.get().pk}/" in letter.body
    assert "Clear Rivers" in letter.body
    assert not letter.person.has_usable_password()
    assert "@" not in letter.body


def test_an_invitation_that_was_taken_back_opens_nothing(
    call: Call, us: Person, ru: Person
) -> None:
    made = granting.begun(us, call)
    sent = partners.invite(actor=us, application=made, email=ru.email)
    again: dict[str, Any] = {"actor": us, "application": made, "email": ru.email}
    assert code_of(partners.invite, **again) == "invitation.exists"
    partners.revoke(actor=us, application=made, invitation=sent)
    words: dict[str, Any] = {"invitation": sent, "organisation_name": "Living Water"}
    assert code_of(partners.accept, actor=ru, **words) == "invitation.over"
    partners.invite(**again)


def test_nobody_writes_to_the_whole_world_through_us(call: Call, us: Person) -> None:
    first, second, third = (granting.begun(us, call) for _ in range(3))
    for place in range(9):
        partners.invite(actor=us, application=first, email=f"a{place}@people.example")
        partners.invite(actor=us, application=second, email=f"b{place}@people.example")
    full: dict[str, Any] = {"application": first, "email": "z@people.example"}
    assert code_of(partners.invite, actor=us, **full) == "partner.too_many"
    for place in range(2):
        partners.invite(actor=us, application=third, email=f"c{place}@people.example")
    last: dict[str, Any] = {"application": third, "email": "z@people.example"}
    assert code_of(partners.invite, actor=us, **last) == "invitation.too_many"


def test_one_organisation_is_a_partner_once(call: Call, us: Person, eve: Person) -> None:
    granting.house(eve, "Clear Rivers", "US")
    made = granting.begun(us, call)
    sent = partners.invite(actor=us, application=made, email=eve.email)
    words: dict[str, Any] = {"invitation": sent, "organisation_name": "Clear Rivers"}
    assert code_of(partners.accept, actor=eve, **words) == "partner.exists"


def test_who_leaves_takes_their_lines_along_and_the_last_one_stays(
    draft: Application, us: Person, ru: Person
) -> None:
    partners.leave(actor=ru, application=draft)
    assert [line.partner.person for line in draft.lines.select_related("partner__person")] == [us]
    assert code_of(partners.leave, actor=us, application=draft) == "partner.last"
    with pytest.raises(NotHere):
        queries.application_at(ru, draft.pk)


def test_withdrawing_is_told_to_the_others_and_keeps_the_text(
    application: Application, us: Person, ru: Person
) -> None:
    applications.withdraw(actor=ru, application=application)
    application.refresh_from_db()
    assert application.state == State.WITHDRAWN
    assert keys("withdrawn") == [("Clara", "en")]
    assert queries.application_at(us, application.pk).sections.count() == 4
    with pytest.raises(Refused):
        signing.sign(actor=us, application=application, edition=application.edition)


def test_strangers_find_no_application_and_change_none(
    draft: Application, eve: Person, ada: Person
) -> None:
    """A draft is its partners' alone: organisers don't see it either."""
    for who in (eve, ada):
        with pytest.raises(NotHere):
            queries.application_at(who, draft.pk)
        with pytest.raises(NotHere):
            signing.sign(actor=who, application=draft, edition=draft.edition)
        with pytest.raises(NotHere):
            applications.withdraw(actor=who, application=draft)


def test_an_organiser_reads_what_is_handed_in_and_changes_nothing(
    application: Application, ada: Person
) -> None:
    assert queries.application_at(ada, application.pk) == application
    with pytest.raises(Forbidden):
        applications.withdraw(actor=ada, application=application)


def test_hostile_texts_come_out_clean(draft: Application, us: Person) -> None:
    head = Head(title={"en": "A\u202eB\u200b<script>"}, summary={"ru": "x" * 20_000})
    edition = draft.head_edition
    applications.write_head(actor=us, application=draft, edition=edition, head=head)
    draft.refresh_from_db()
    assert draft.title_en == "AB<script>"
    words = {"actor": us, "application": draft, "edition": draft.head_edition}
    long = Head(title={"en": "x" * 201})
    assert code_of(applications.write_head, **words, head=long) == "text.too_long"
    later = Head(title={"en": "x"}, starts_on=date(2031, 2, 1), ends_on=date(2031, 1, 1))
    assert code_of(applications.write_head, **words, head=later) == "application.period"


def test_a_person_begins_five_applications_under_a_call(call: Call, us: Person) -> None:
    for _ in range(5):
        granting.begun(us, call)
    words: dict[str, Any] = {"call": call, "organisation_name": "Clear Rivers"}
    assert code_of(applications.start, actor=us, **words) == "application.too_many"


def test_each_language_has_its_state(draft: Application, us: Person, ru: Person) -> None:
    row = draft.sections.get(kind="plan")

    def write(**text: str) -> Section:
        row.refresh_from_db()
        return applications.write_section(
            actor=ru, application=draft, kind="plan", edition=row.edition, text=text
        )

    assert write(en="One.", ru="Раз.").translation_state == "translated"
    assert write(en="Two.", ru="Раз.").translation_state == "stale"
    assert write(en="Two.", ru="Два.").translation_state == "translated"
    assert write(en="Two.").translation_state == "missing"
