"""Organisations apply to a group, are admitted with a first delegate, bring further ones, and leave."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import tokens
from accounts.deeds import AuditEntry
from accounts.models import Letter, Organisation, Person
from groups import memberships, queries
from groups.models import Group, GroupRole, Membership
from groups.organisations import applications, houses
from groups.organisations.models import Application, OrganisationMembership
from groups.organisations.queries import houses_of, waiting
from kit.refusals import Forbidden, NotHere, Refused
from tests import build


@pytest.fixture
def roots(db: None) -> Organisation:
    return build.organisation("Roots")


@pytest.fixture
def gleb(roots: Organisation) -> Person:
    return build.person("Gleb", organisation=roots, language="ru", country="RU")


@pytest.fixture
def applied(circle: Group, gleb: Person) -> Application:
    return applications.apply(actor=gleb, group=circle, note="Мы сажаем деревья")


def code_of(call: object, **said: object) -> str:
    with pytest.raises(Refused) as refused:
        call(**said)  # type: ignore[operator]
    return refused.value.code


def test_admission_makes_the_organisation_a_member_and_the_person_its_delegate(
    circle: Group, boris: Person, gleb: Person, roots: Organisation, applied: Application
) -> None:
    assert (applied.state, applied.note_language) == ("waiting", "ru")
    assert list(queries.organisations_of(circle)) == []
    applications.admit(actor=boris, application=applied, address="https://site.example/g/")
    row = Membership.objects.get(person=gleb)
    assert (row.organisation, row.role, row.is_listed) == (roots, GroupRole.MEMBER, False)
    assert list(queries.organisations_of(circle)) == [roots]
    letter = Letter.objects.get()
    assert (letter.person, letter.language) == (gleb, "ru")
    assert "Roots" in letter.body
    assert "https://site.example/g/" in letter.body
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert acts == {"application.admit", "member.admit", "organisation.admit"}


def test_refusal_is_mailed_with_its_reason(
    circle: Group, boris: Person, gleb: Person, applied: Application
) -> None:
    said = {"actor": boris, "application": applied}
    assert code_of(applications.refuse, reason=" ", **said) == "application.no_reason"
    applications.refuse(reason="We are full & <b>tired</b>", **said)  # type: ignore[arg-type]
    letter = Letter.objects.get()
    assert "We are full & <b>tired</b>" in letter.body
    assert "Ваша заявка отклонена" in letter.subject
    assert not Membership.objects.filter(person=gleb).exists()
    assert code_of(applications.admit, **said) == "application.decided"
    # Who was refused may apply again.
    assert applications.apply(actor=gleb, group=circle, note="Again").state == "waiting"


def test_only_who_manages_answers(
    circle: Group, dmitri: Person, eve: Person, applied: Application
) -> None:
    for actor in (dmitri, eve, applied.person):
        with pytest.raises(NotHere):
            applications.admit(actor=actor, application=applied)
        with pytest.raises(NotHere):
            applications.refuse(actor=actor, application=applied, reason="No")
    applied.refresh_from_db()
    assert applied.state == "waiting"


def test_applying_is_refused_with_a_way_out(
    circle: Group, eve: Person, gleb: Person, dmitri: Person
) -> None:
    said = {"group": circle, "note": "Please"}
    assert code_of(applications.apply, actor=eve, **said) == "application.no_organisation"
    with pytest.raises(Forbidden):
        applications.apply(actor=dmitri, **said)  # type: ignore[arg-type]
    assert code_of(applications.apply, actor=gleb, group=circle, note="") == "application.no_note"
    long = "x" * 4001
    assert (
        code_of(applications.apply, actor=gleb, group=circle, note=long)
        == "application.note_too_long"
    )
    applications.apply(actor=gleb, **said)  # type: ignore[arg-type]
    assert code_of(applications.apply, actor=gleb, **said) == "application.waiting"


def test_withdrawing_is_ones_own(eve: Person, boris: Person, applied: Application) -> None:
    for actor in (eve, boris):
        with pytest.raises(NotHere):
            applications.withdraw(actor=actor, application=applied)
    applications.withdraw(actor=applied.person, application=applied)
    assert not waiting(applied.group).exists()
    assert code_of(applications.admit, actor=boris, application=applied) == "application.decided"


def test_who_was_admitted_by_address_meanwhile_is_admitted_once(
    circle: Group, boris: Person, gleb: Person, applied: Application
) -> None:
    memberships.admit(actor=boris, group=circle, person=gleb)
    applications.admit(actor=boris, application=applied)
    assert Membership.objects.filter(person=gleb).count() == 1


def test_delegate_brings_a_colleague_whom_a_chair_admits(
    circle: Group, boris: Person, gleb: Person, roots: Organisation, applied: Application
) -> None:
    applications.admit(actor=boris, application=applied)
    vera = build.person("Vera", organisation=roots)
    made = applications.bring(actor=gleb, group=circle, person=vera, note="Наш юрист")
    assert (made.organisation, made.brought_by) == (roots, gleb)
    assert Letter.objects.filter(person=vera).count() == 1
    assert not Membership.objects.filter(person=vera).exists()
    applications.consent(actor=vera, application=made)
    applications.admit(actor=boris, application=made)
    assert Membership.objects.get(person=vera).organisation == roots
    assert OrganisationMembership.objects.filter(organisation=roots).count() == 1


def test_colleague_of_another_house_is_answered_as_an_unknown_address(
    client: Client, circle: Group, boris: Person, gleb: Person, applied: Application, eve: Person
) -> None:
    applications.admit(actor=boris, application=applied)
    client.force_login(gleb)
    client.cookies["django_language"] = "en"
    answers = []
    for email in (eve.email, "nobody@people.example"):
        page = client.post("/g/environment/bring/", {"email": email})
        assert page.status_code == 422
        answers.append("Nobody of your organisation has signed in here" in page.content.decode())
    assert answers == [True, True]


def test_only_delegates_bring(circle: Group, boris: Person, eve: Person, gleb: Person) -> None:
    """Boris chairs for no organisation: he admits, and brings nobody."""
    with pytest.raises(Forbidden):
        applications.bring(actor=boris, group=circle, person=gleb)
    with pytest.raises(NotHere):
        applications.bring(actor=eve, group=circle, person=gleb)


def test_ending_an_organisation_ends_its_delegates(
    circle: Group, boris: Person, dmitri: Person, gleb: Person, applied: Application
) -> None:
    applications.admit(actor=boris, application=applied)
    house = OrganisationMembership.objects.get()
    with pytest.raises(Forbidden):
        houses.end(actor=dmitri, house=house)
    houses.end(actor=boris, house=house, reason="Moved")
    assert list(queries.organisations_of(circle)) == []
    assert queries.membership_of(gleb, circle) is None
    assert queries.membership_of(dmitri, circle) is not None
    again = applications.apply(actor=gleb, group=circle, note="Back")
    applications.admit(actor=boris, application=again)
    assert OrganisationMembership.objects.count() == 2


def test_organisation_of_a_chair_does_not_go_before_the_chair(
    circle: Group, ada: Person, boris: Person, roots: Organisation
) -> None:
    Membership.objects.filter(person=boris).update(organisation=roots)
    house = houses.ensure(ada, circle, roots)
    assert code_of(houses.end, actor=ada, house=house) == "organisation.chairs"
    assert queries.membership_of(boris, circle) is not None


def test_group_names_its_organisations_by_side_to_everyone(
    client: Client, circle: Group, ada: Person, dmitri: Person
) -> None:
    build.programme()
    for name, country in (("Roots", "US"), ("Живая вода", "RU"), ("Feuille", "FR")):
        houses.ensure(ada, circle, build.organisation(name, country=country))
    found = [
        (each.side.code if each.side else "", [str(o) for o in each.organisations])
        for each in queries.houses(circle)
    ]
    assert found == [("us", ["Roots"]), ("ru", ["Живая вода"]), ("", ["Feuille"])]
    page = client.get("/g/environment/").content.decode()
    assert all(name in page for name in ("Roots", "Живая вода", "Feuille"))
    assert "Dmitri" not in page


def test_delegates_are_counted_for_who_manages(
    circle: Group, ada: Person, boris: Person, applied: Application, roots: Organisation
) -> None:
    applications.admit(actor=boris, application=applied)
    houses.ensure(ada, circle, build.organisation("Empty"))
    counted = {str(row.organisation): row.delegates for row in houses_of(circle)}  # type: ignore[attr-defined]
    assert counted == {"Empty": 0, "Roots": 1}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_application_goes_through_the_pages(
    client: Client, circle: Group, boris: Person, gleb: Person, language: str
) -> None:
    client.cookies["django_language"] = language
    client.force_login(gleb)
    assert client.get("/g/environment/apply/").status_code == 200
    hostile = "<script>alert(1)</script>\u202eabc"
    assert client.post("/g/environment/apply/", {"note": hostile}).status_code == 302
    assert "Roots" in client.get("/g/environment/").content.decode()
    client.force_login(boris)
    page = client.get("/g/environment/members/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "\u202e" not in page
    made = Application.objects.get()
    said = {"application": str(made.pk), "answer": "refuse"}
    refused = client.post("/g/environment/members/answer/", said)
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()
    answer = client.post("/g/environment/members/answer/", said | {"answer": "admit"})
    assert answer.headers["Location"] == "/g/environment/members/"
    assert Membership.objects.get(person=gleb).organisation == gleb.organisation


def test_members_page_asks_as_often_for_one_application_as_for_three(
    client: Client, circle: Group, boris: Person
) -> None:
    client.force_login(boris)
    counts = []
    for names in (("Anna",), ("Bella", "Cleo")):
        for name in names:
            house = build.organisation(f"House of {name}")
            person = build.person(name, organisation=house)
            applications.apply(actor=person, group=circle, note="Please")
            houses.ensure(boris, circle, house)
        client.get("/g/environment/members/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/g/environment/members/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_api_applies_and_lists(client: Client, circle: Group, gleb: Person, ada: Person) -> None:
    headers = {"Authorization": f"Bearer {tokens.issue(gleb)}"}
    address = "/api/v1/groups/environment/applications/"
    made = client.post(address, {"note": "Please"}, "application/json", headers=headers)
    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    again = client.post(address, {"note": "Please"}, "application/json", headers=headers)
    assert (again.status_code, again.json()["code"]) == (409, "application.waiting")
    assert len(client.get(address, headers=headers).json()) == 1
    others = {"Authorization": f"Bearer {tokens.issue(ada)}"}
    assert client.get(address, headers=others).json() == []
    houses.ensure(ada, circle, build.organisation("Roots"))
    listed = client.get("/api/v1/groups/environment/organisations/", headers=headers).json()
    assert [row["name"] for row in listed["results"]] == ["Roots"]


def test_nobody_is_flooded_with_proposals_nor_the_chairs_with_applications(
    circle: Group, gleb: Person, roots: Organisation, boris: Person
) -> None:
    """Each proposal is mailed, and may be withdrawn and made again."""
    build.member(gleb, circle)
    Membership.objects.filter(person=gleb).update(organisation=roots)
    mara = build.person("Mara", organisation=roots)
    for _turn in range(applications.MOST_PROPOSALS):
        made = applications.bring(actor=gleb, group=circle, person=mara)
        applications.withdraw(actor=gleb, application=made)
    said: dict[str, object] = {"actor": gleb, "group": circle, "person": mara}
    assert code_of(applications.bring, **said) == "rate.limited"
    assert Letter.objects.count() == applications.MOST_PROPOSALS
    # She herself is free to apply, within reason.
    for _turn in range(applications.MOST_IN_A_DAY):
        mine = applications.apply(actor=mara, group=circle, note="Again")
        applications.withdraw(actor=mara, application=mine)
    said = {"actor": mara, "group": circle, "note": "Again"}
    assert code_of(applications.apply, **said) == "rate.limited"


def test_who_was_shut_out_waits_for_nobody(
    circle: Group, gleb: Person, applied: Application
) -> None:
    Person.objects.filter(pk=gleb.pk).update(is_active=False)
    assert list(waiting(circle)) == []
