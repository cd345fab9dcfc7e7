"""Who may sign for an organisation: nobody by their own word, nor by that of whom they apply with."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Letter, Organisation, Person
from grants import applications, decisions, mandates, signing
from grants.decisions import Verdict
from grants.models import Application, Call, Mandate, Outcome, State
from groups import memberships
from groups.models import Group
from groups.organisations import delegates
from kit.refusals import Forbidden, NotHere, Refused
from tests import build, granting

pytestmark = pytest.mark.django_db

REASON = {"reason": "Nobody there knows them."}


def code_of(act: Any, **words: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(**words)
    return refused.value.code


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def claim(call: Call, us: Person, ru: Person) -> Application:
    """Whole, of somebody who may sign and somebody who only says so."""
    made = granting.begun(us, call)
    granting.trusted(made, us)
    granting.claimed(made, us, ru)
    return granting.written(made, us)


def mandate_of(application: Application, person: Person) -> Mandate:
    return mandates.ask(actor=person, application=application, proof="Ask our chair.")


def sign(application: Application, *people: Person) -> str:
    for person in people:
        application.refresh_from_db()
        signing.sign(actor=person, application=application, edition=application.edition)
    application.refresh_from_db()
    return application.state


def test_who_only_says_that_they_act_for_an_organisation_can_not_sign(
    claim: Application, us: Person, ru: Person
) -> None:
    assert sign(claim, us) == State.DRAFT
    words: dict[str, Any] = {"application": claim, "edition": claim.edition}
    assert code_of(signing.sign, actor=ru, **words) == "partner.unproved"
    codes = [each.code for each in signing.faults(claim)]
    assert codes == ["partner.unproved", "application.unsigned"]


def test_what_was_signed_before_this_rule_is_not_handed_in(
    claim: Application, us: Person, ru: Person
) -> None:
    claim.partners.update(signed_edition=claim.edition)
    assert code_of(signing.submit, actor=us, application=claim) == "partner.unproved"


def test_what_the_organisers_confirm_counts(
    claim: Application, us: Person, ru: Person, ada: Person
) -> None:
    mandates.confirm(actor=ada, mandate=mandate_of(claim, ru))
    assert sign(claim, us, ru) == State.SUBMITTED
    assert list(claim.partners.values_list("standing", flat=True)) == ["confirmed"] * 2
    letter = Letter.objects.get(key__startswith="grants.mandate:", person=ru)
    assert "Living Water" in letter.body


def test_a_delegate_counts_whom_none_of_the_partners_let_in(
    claim: Application, us: Person, ru: Person, ada: Person, circle: Group
) -> None:
    circle.memberships.all().delete()
    memberships.admit(actor=ada, group=circle, person=ru, organisation=ru.organisation)
    assert sign(claim, us, ru) == State.SUBMITTED
    assert claim.partners.get(person=ru).standing == "delegate"


@pytest.mark.parametrize("friend", ["chair", "organiser"])
def test_a_partner_who_could_have_let_the_other_in_proves_nothing(
    claim: Application, us: Person, ru: Person, ada: Person, circle: Group, friend: str
) -> None:
    circle.memberships.all().delete()
    if friend == "chair":
        memberships.admit(
            actor=ada, group=circle, person=us, organisation=us.organisation, role="chair"
        )
    memberships.admit(
        actor=ada if friend == "organiser" else us,
        group=circle,
        person=ru,
        organisation=ru.organisation,
    )
    if friend == "organiser":
        Person.objects.filter(pk=us.pk).update(is_organiser=True)
    words: dict[str, Any] = {"application": claim, "edition": claim.edition}
    assert code_of(signing.sign, actor=ru, **words) == "partner.unproved"


def test_a_partner_who_confirmed_the_other_as_a_delegate_proves_nothing(
    claim: Application, us: Person, ru: Person, ada: Person, circle: Group
) -> None:
    circle.memberships.all().delete()
    assert ru.organisation
    for one in (us, ru):
        memberships.admit(actor=ada, group=circle, person=one)
    circle.memberships.filter(person=us).update(organisation=ru.organisation)
    row = circle.memberships.get(person=ru)
    delegates.confirm(actor=us, membership=row, organisation=ru.organisation)
    words: dict[str, Any] = {"application": claim, "edition": claim.edition}
    assert code_of(signing.sign, actor=ru, **words) == "partner.unproved"
    circle.memberships.filter(person=ru).update(confirmed_by=ada)
    assert sign(claim, ru) == State.DRAFT


def test_who_was_admitted_by_address_is_nobodys_delegate(
    claim: Application, us: Person, ru: Person, ada: Person, circle: Group
) -> None:
    circle.memberships.all().delete()
    memberships.admit(actor=ada, group=circle, person=ru)
    words: dict[str, Any] = {"application": claim, "edition": claim.edition}
    assert code_of(signing.sign, actor=ru, **words) == "partner.unproved"


def test_two_co_chairs_of_one_group_whom_organisers_appointed_count(
    claim: Application, us: Person, ru: Person, ada: Person, circle: Group
) -> None:
    circle.memberships.all().delete()
    for one in (us, ru):
        memberships.admit(
            actor=ada, group=circle, person=one, organisation=one.organisation, role="chair"
        )
    assert sign(claim, us, ru) == State.SUBMITTED


def test_a_delegate_of_another_organisation_does_not_count(
    claim: Application, us: Person, ru: Person, ada: Person, circle: Group
) -> None:
    circle.memberships.all().delete()
    other = build.organisation("Third House", "RU")
    memberships.admit(actor=ada, group=circle, person=ru, organisation=other)
    words: dict[str, Any] = {"application": claim, "edition": claim.edition}
    assert code_of(signing.sign, actor=ru, **words) == "partner.unproved"


def test_who_leaves_the_organisation_between_two_signatures_ends_their_own(
    claim: Application, us: Person, ru: Person, ada: Person, circle: Group
) -> None:
    circle.memberships.all().delete()
    row = memberships.admit(actor=ada, group=circle, person=ru, organisation=ru.organisation)
    assert sign(claim, ru) == State.DRAFT
    memberships.end(actor=ru, membership=row)
    assert sign(claim, us) == State.DRAFT
    assert [each.code for each in signing.faults(claim)] == ["partner.unproved"]


def test_an_organisation_moved_to_the_other_side_is_confirmed_anew(
    claim: Application, us: Person, ru: Person, ada: Person
) -> None:
    mandates.confirm(actor=ada, mandate=mandate_of(claim, ru))
    Organisation.objects.filter(name_en="Living Water").update(country="US")
    words: dict[str, Any] = {"application": claim, "edition": claim.edition}
    assert code_of(signing.sign, actor=ru, **words) == "partner.unproved"
    again = mandate_of(claim, ru)
    assert (again.country, again.state) == ("US", "waiting")
    # Two of one side are no pair, whoever confirms them.
    mandates.confirm(actor=ada, mandate=again)
    assert sign(claim, us, ru) == State.DRAFT
    assert "application.one_sided" in [each.code for each in signing.faults(claim)]


def test_a_change_after_signing_takes_the_signature_back_whoever_made_it(
    claim: Application, us: Person, ru: Person, ada: Person
) -> None:
    mandates.confirm(actor=ada, mandate=mandate_of(claim, ru))
    sign(claim, ru)
    granting.written(claim, us)
    row = claim.sections.get(kind="plan")
    applications.write_section(
        actor=us, application=claim, kind="plan", edition=row.edition, text={"en": "Other"}
    )
    assert sign(claim, us) == State.DRAFT
    assert [each.code for each in signing.faults(claim)] == ["application.unsigned"]


def test_nobody_vouches_for_themselves_their_house_or_whom_they_apply_with(
    claim: Application, ru: Person, ada: Person, us: Person
) -> None:
    asked = mandate_of(claim, ru)
    with pytest.raises(NotHere):
        mandates.confirm(actor=us, mandate=asked)
    Person.objects.filter(pk__in=[us.pk, ru.pk]).update(is_organiser=True)
    for one in (us, ru):
        one.refresh_from_db()
        with pytest.raises(Forbidden):
            mandates.confirm(actor=one, mandate=asked)
    granting.house(ada, "Living Water", "RU")
    with pytest.raises(Forbidden):
        mandates.confirm(actor=ada, mandate=asked)


def test_a_voucher_who_has_become_a_partner_counts_no_more(
    claim: Application, us: Person, ru: Person, ada: Person
) -> None:
    mandates.confirm(actor=ada, mandate=mandate_of(claim, ru))
    granting.house(ada, "Third House", "US")
    granting.claimed(claim, us, ada)
    claim.refresh_from_db()
    words: dict[str, Any] = {"application": claim, "edition": claim.edition}
    assert code_of(signing.sign, actor=ru, **words) == "partner.unproved"


def test_what_was_handed_in_by_a_confirmation_taken_back_is_not_awarded(
    claim: Application, us: Person, ru: Person, ada: Person
) -> None:
    asked = mandate_of(claim, ru)
    mandates.confirm(actor=ada, mandate=asked)
    sign(claim, us, ru)
    award = Verdict(Outcome.AWARD, {"en": "Good."}, Decimal(1000))
    decisions.decide(actor=ada, application=claim, verdict=award)
    mandates.end(actor=ada, mandate=asked, **REASON)
    words: dict[str, Any] = {"actor": ada, "application": claim, "verdict": award}
    assert code_of(decisions.decide, **words) == "decision.unproved"
    assert code_of(decisions.release, actor=ada, call=claim.call) == "decision.none"
    page = browser(ada).get(f"/grants/applications/{claim.pk}/decide/").content.decode()
    assert "It can’t be awarded yet" in page
    refusal = Verdict(Outcome.REFUSE, {"en": "No."})
    decisions.decide(actor=ada, application=claim, verdict=refusal)
    assert len(decisions.release(actor=ada, call=claim.call)) == 1


def test_one_asks_once_and_is_answered_once(
    claim: Application, ru: Person, ada: Person, us: Person
) -> None:
    words: dict[str, Any] = {"actor": ru, "application": claim}
    assert code_of(mandates.ask, proof=" \u200b ", **words) == "mandate.no_proof"
    assert code_of(mandates.ask, proof="x" * 1001, **words) == "text.too_long"
    asked = mandates.ask(proof="Ask our chair.", **words)
    assert code_of(mandates.ask, proof="Again.", **words) == "mandate.exists"
    assert code_of(mandates.refuse, actor=ada, mandate=asked, reason=" ") == "mandate.no_reason"
    mandates.refuse(actor=ada, mandate=asked, **REASON)
    assert code_of(mandates.confirm, actor=ada, mandate=asked) == "mandate.over"
    page = browser(ru).get(f"/grants/applications/{claim.pk}/").content.decode()
    assert REASON["reason"] in page
    assert mandates.ask(proof="Another way.", **words).state == "waiting"


def test_the_organisers_page_tells_of_the_application_nothing(
    claim: Application, ru: Person, ada: Person, us: Person
) -> None:
    asked = mandate_of(claim, ru)
    page = browser(ada).get("/grants/mandates/").content.decode()
    assert "Living Water" in page
    assert "Ask our chair." in page
    assert [word for word in ("Two rivers", "Clear Rivers", ru.email) if word in page] == []
    assert browser(us).get("/grants/mandates/").status_code == 404
    address = f"/grants/mandates/{asked.pk}/refuse/"
    assert browser(ada).post(address, {"reason": ""}).status_code == 422
    assert browser(ada).post(f"/grants/mandates/{asked.pk}/confirm/").status_code == 302
    asked.refresh_from_db()
    assert asked.state == "confirmed"


def test_the_organisers_page_costs_the_same_for_one_and_for_three(call: Call, ada: Person) -> None:
    def claims(number: int) -> None:
        for place in range(number):
            person = build.person(f"Asks {place} {Mandate.objects.count()}")
            granting.house(person, f"House {place} {Mandate.objects.count()}", "RU")
            mandate_of(granting.begun(person, call), person)

    client, counts = browser(ada), []
    client.get("/grants/mandates/")
    for number in (1, 2):
        claims(number)
        with CaptureQueriesContext(connection) as seen:
            client.get("/grants/mandates/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
