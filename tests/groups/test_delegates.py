"""Who counts as a delegate: whom somebody of the organisation or an organiser has confirmed, and nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.deeds import AuditEntry
from accounts.models import Letter, Organisation, Person
from groups import memberships, queries
from groups.models import Group, Membership
from groups.organisations import applications, delegates, houses
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from records.decisions.quorum import memberships_at
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def roots(db: None) -> Organisation:
    return build.organisation("Roots")


@pytest.fixture
def gleb(roots: Organisation) -> Person:
    """Who says on his own page that he is of Roots."""
    return build.person("Gleb", organisation=roots)


@pytest.fixture
def row(circle: Group, boris: Person, gleb: Person) -> Membership:
    """Gleb, admitted by his address alone."""
    return memberships.admit(actor=boris, group=circle, person=gleb)


@pytest.fixture
def vera(circle: Group, ada: Person, roots: Organisation) -> Person:
    """Who is a delegate of Roots already."""
    person = build.person("Vera", organisation=roots)
    memberships.admit(actor=ada, group=circle, person=person, organisation=roots)
    return person


def code_of(**said: object) -> str:
    with pytest.raises(Refused) as refused:
        delegates.confirm(**said)  # type: ignore[arg-type]
    return refused.value.code


def test_a_profile_alone_counts_for_no_quorum(
    circle: Group, row: Membership, roots: Organisation, ada: Person
) -> None:
    assert not memberships_at(circle, clock.now()).filter(person=row.person).exists()
    assert roots not in queries.organisations_of(circle)
    made = delegates.confirm(actor=ada, membership=row, organisation=roots)
    assert (made.organisation, made.confirmed_by) == (roots, ada)
    assert memberships_at(circle, clock.now()).filter(person=row.person).exists()
    assert list(queries.organisations_of(circle)) == [roots]
    deed = AuditEntry.objects.get(act="delegate.confirm")
    assert (deed.actor, deed.person, deed.subject) == (ada.pk, row.person_id, roots.pk)


def test_delegates_of_the_organisation_confirm_and_nobody_else_but_organisers(
    row: Membership, vera: Person, roots: Organisation, boris: Person, dmitri: Person, eve: Person
) -> None:
    for actor in (boris, dmitri, row.person):
        with pytest.raises(Forbidden):
            delegates.confirm(actor=actor, membership=row, organisation=roots)
    with pytest.raises(NotHere):
        delegates.confirm(actor=eve, membership=row, organisation=roots)
    assert delegates.confirm(actor=vera, membership=row, organisation=roots).confirmed_by == vera


def test_an_organiser_does_not_confirm_themselves(
    circle: Group, ada: Person, roots: Organisation
) -> None:
    Person.objects.filter(pk=ada.pk).update(organisation=roots)
    ada.refresh_from_db()
    own = memberships.admit(actor=ada, group=circle, person=ada)
    with pytest.raises(Forbidden):
        delegates.confirm(actor=ada, membership=own, organisation=roots)


def test_what_was_looked_at_is_what_is_confirmed(
    row: Membership, roots: Organisation, ada: Person
) -> None:
    other = build.organisation("Branches")
    Person.objects.filter(pk=row.person_id).update(organisation=other)
    said = {"actor": ada, "membership": row}
    assert code_of(**said, organisation=roots) == "delegate.other_house"
    delegates.confirm(actor=ada, membership=row, organisation=other)
    assert code_of(**said, organisation=other) == "delegate.settled"


def test_who_has_left_is_confirmed_no_more(
    row: Membership, roots: Organisation, ada: Person
) -> None:
    memberships.end(actor=row.person, membership=row)
    assert code_of(actor=ada, membership=row, organisation=roots) == "delegate.settled"


def test_another_role_keeps_who_confirmed_it(
    row: Membership, roots: Organisation, ada: Person, circle: Group
) -> None:
    delegates.confirm(actor=ada, membership=row, organisation=roots)
    chair = memberships.admit(actor=ada, group=circle, person=row.person, role="chair")
    assert (chair.organisation, chair.confirmed_by) == (roots, ada)


def test_who_applies_to_be_a_further_delegate_is_a_member_until_the_organisation_says_so(
    circle: Group, vera: Person, gleb: Person, boris: Person, roots: Organisation
) -> None:
    applied = applications.apply(actor=gleb, group=circle, note="Please")
    applications.admit(actor=boris, application=applied)
    assert Membership.objects.get(person=gleb).organisation is None
    assert "once one of its delegates" in Letter.objects.get(person=gleb).body


def test_who_is_proposed_by_a_delegate_is_one_and_by_one_who_has_left_is_not(
    circle: Group, vera: Person, gleb: Person, boris: Person, roots: Organisation
) -> None:
    hana = build.person("Hana", organisation=roots)
    rows = [applications.bring(actor=vera, group=circle, person=one) for one in (gleb, hana)]
    for one, made in zip((gleb, hana), rows, strict=True):
        applications.consent(actor=one, application=made)
    applications.admit(actor=boris, application=rows[0])
    assert Membership.objects.get(person=gleb).organisation == roots
    memberships.end(actor=vera, membership=Membership.objects.get(person=vera))
    applications.admit(actor=boris, application=rows[1])
    assert Membership.objects.get(person=hana).organisation is None


def test_an_organisers_answer_confirms_who_was_admitted_by_address_meanwhile(
    circle: Group, gleb: Person, boris: Person, ada: Person, roots: Organisation
) -> None:
    applied = applications.apply(actor=gleb, group=circle, note="Please")
    memberships.admit(actor=boris, group=circle, person=gleb)
    applications.admit(actor=ada, application=applied)
    assert Membership.objects.get(person=gleb).organisation == roots


def test_the_members_page_tells_it_and_organisers_confirm_there(
    client: Client, circle: Group, row: Membership, roots: Organisation, ada: Person, boris: Person
) -> None:
    build.programme()
    page = reverse("groups:members", args=[circle.slug])
    door = reverse("groups:confirm_delegate", args=[circle.slug])
    client.cookies["django_language"] = "en"
    client.force_login(boris)
    assert door not in client.get(page).content.decode()
    sent = {"membership": str(row.pk), "organisation": str(roots.pk)}
    assert client.post(door, sent).status_code == 403
    client.force_login(ada)
    told = client.get(page).content.decode()
    assert "no organisation confirmed yet" in told
    assert "acts for Roots" in told
    assert client.post(door, sent).status_code == 302
    row.refresh_from_db()
    assert row.organisation == roots
    assert "acts for Roots" not in client.get(page).content.decode()


def test_a_delegate_confirms_a_colleague_by_address_and_learns_nothing_of_others(
    client: Client, circle: Group, row: Membership, vera: Person, dmitri: Person
) -> None:
    build.programme()
    page = reverse("groups:bring", args=[circle.slug])
    client.force_login(vera)
    stranger = build.person("Olga", organisation=build.organisation("Branches"))
    memberships.admit(actor=build.person("Org", is_organiser=True), group=circle, person=stranger)
    answers = [
        client.post(page, {"email": email, "note": ""})
        for email in (stranger.email, "nobody@people.example")
    ]
    assert [each.status_code for each in answers] == [422, 422]
    errors = [each.context["form"].errors["email"] for each in answers]
    assert errors[0] == errors[1]
    assert client.post(page, {"email": row.person.email, "note": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.organisation, row.confirmed_by) == (vera.organisation, vera)


def test_a_member_reads_on_the_groups_page_that_nobody_has_confirmed_it(
    client: Client, circle: Group, row: Membership, roots: Organisation, ada: Person
) -> None:
    build.programme()
    client.force_login(row.person)
    page = reverse("groups:detail", args=[circle.slug])
    assert "no organisation is confirmed yet" in client.get(page).content.decode()
    delegates.confirm(actor=ada, membership=row, organisation=roots)
    assert "no organisation is confirmed yet" not in client.get(page).content.decode()


def test_an_organisation_that_leaves_takes_along_whom_it_confirmed(
    circle: Group, row: Membership, vera: Person, roots: Organisation, ada: Person
) -> None:
    delegates.confirm(actor=vera, membership=row, organisation=roots)
    houses.end(actor=ada, house=circle.houses.get(organisation=roots))
    row.refresh_from_db()
    assert row.ended_at is not None
