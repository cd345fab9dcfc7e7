"""Reviews: closed by a tie on every way in, marked as a draft and for good, seen by others afterwards only."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.deeds import AuditEntry
from accounts.models import FormerHouse, Organisation, Person
from grants import attachments, marks, queries, reviews
from grants.models import Application, Call, Review
from grants.reviews import Mark
from kit.refusals import Forbidden, NotHere, Refused
from tests import granting

pytestmark = pytest.mark.django_db


def code_of(act: Any, **words: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(**words)
    return refused.value.code


def ways_in(person: Person, application: Application) -> dict[str, int]:
    """Return what each address of an application answers a person."""
    file = application.files.first()
    client = Client()
    client.force_login(person)
    at = f"/grants/applications/{application.pk}"
    by_rest = f"/api/v1/grants/applications/{application.pk}"
    addresses = [f"{at}/", f"{at}/review/", f"{at}/decide/", f"{by_rest}/", f"{by_rest}/reviews/"]
    if file is not None:
        addresses.append(f"/grants/files/{file.pk}/")
    return {address: client.get(address).status_code for address in addresses}


def lists(person: Person) -> list[Any]:
    """Return all that lists and counts tell a person of applications."""
    client = Client()
    client.force_login(person)
    api = "/api/v1/grants"
    return [
        queries.visible_to(person).applications.count(),
        client.get(f"{api}/applications/").json()["count"],
        client.get(f"{api}/to-declare/").json()["count"],
        "Two rivers" in client.get("/grants/").content.decode(),
        "application" in client.get("/me/").content.decode(),
    ]


@pytest.fixture
def with_file(call: Call, us: Person, ru: Person) -> Application:
    made = granting.begun(us, call)
    granting.joined(made, us, ru)
    granting.written(made, us)
    add = attachments.add_to_application
    add(actor=us, application=made, name="plan.pdf", content=granting.PDF)
    return granting.signed(made, us, ru)


CLOSED = [0, 0, 0, False, False]


def test_before_a_declaration_only_title_and_organisations_are_seen(
    with_file: Application, reviewer: Person
) -> None:
    assert set(ways_in(reviewer, with_file).values()) == {404}
    client = Client()
    client.force_login(reviewer)
    page = client.get(f"/grants/applications/{with_file.pk}/declare/").content.decode()
    assert "Two rivers" in page
    assert "Living Water" in page
    assert granting.TEXT not in page
    assert "One method" not in page
    found = client.get("/api/v1/grants/to-declare/").json()["results"]
    assert [sorted(each) for each in found] == [
        ["call", "id", "organisations", "title_en", "title_ru"]
    ]


def test_a_declared_conflict_closes_every_way_in(with_file: Application, reviewer: Person) -> None:
    granting.reviewed(with_file, reviewer, 3, 5, remarks="Draft", is_final=False)
    assert set(ways_in(reviewer, with_file).values()) == {200, 404}
    words: dict[str, Any] = {"application": with_file, "declared": "conflict"}
    assert code_of(reviews.declare, actor=reviewer, **words) == "review.conflict_kind"
    reviews.declare(actor=reviewer, conflict="advice", **words)
    assert set(ways_in(reviewer, with_file).values()) == {404}
    assert lists(reviewer) == CLOSED
    row = Review.objects.get()
    # What was marked stays on record, out of sight.
    assert (row.conflict, row.remarks, row.scores.count()) == ("advice", "Draft", 2)
    # It stands: they can't take it back themselves.
    with pytest.raises(NotHere):
        reviews.declare(actor=reviewer, application=with_file, declared="none")


@pytest.mark.parametrize("tie", ["profile", "group", "persons_house", "partner_elsewhere"])
def test_who_belongs_to_a_partner_never_gets_in(
    with_file: Application,
    reviewer: Person,
    us: Person,
    ru: Person,
    call: Call,
    circle: Any,
    tie: str,
) -> None:
    water = Organisation.objects.get(name_en="Living Water")
    granting.reviewed(with_file, reviewer, 3, 5, is_final=False)
    if tie == "profile":
        reviewer.organisation = water
    elif tie == "group":
        circle.memberships.filter(person=reviewer).update(organisation=water)
    elif tie == "persons_house":
        # The person who acts for a partner belongs to the reviewer's organisation elsewhere.
        ru.organisation = reviewer.organisation
        ru.save()
    else:
        other = granting.begun(reviewer, call)
        other.partners.update(organisation=water)
    reviewer.save()
    assert set(ways_in(reviewer, with_file).values()) == {404}
    assert queries.to_declare(reviewer).count() == 0
    assert queries.reviews_of(reviewer).count() == 0
    with pytest.raises(NotHere):
        reviews.declare(actor=reviewer, application=with_file, declared="none")
    with pytest.raises(NotHere):
        granting.reviewed(with_file, reviewer, 3, 5)


def test_an_organiser_with_a_tie_does_not_judge(
    with_file: Application, ada: Person, call: Call
) -> None:
    ada.organisation = Organisation.objects.get(name_en="Clear Rivers")
    ada.save()
    assert set(ways_in(ada, with_file).values()) == {404}
    assert marks.table(call, ada) == []
    # To have left it changes nothing: the tie holds on.
    ada.organisation = None
    ada.save()
    assert marks.table(call, ada) == []
    FormerHouse.objects.all().delete()
    # As a reviewer who declares, an organiser is shut out like any other.
    assert [row.application for row in marks.table(call, ada)] == [with_file]
    reviews.appoint(actor=ada, call=call, email=ada.email)
    words: dict[str, Any] = {"declared": "conflict", "conflict": "family"}
    reviews.declare(actor=ada, application=with_file, **words)
    assert set(ways_in(ada, with_file).values()) == {404}


def test_an_organiser_lets_a_reviewer_declare_anew(
    application: Application, ada: Person, reviewer: Person
) -> None:
    words: dict[str, Any] = {"declared": "conflict", "conflict": "other"}
    reviews.declare(actor=reviewer, application=application, **words)
    with pytest.raises(NotHere):
        reviews.lift(actor=reviewer, application=application, person=reviewer)
    reviews.lift(actor=ada, application=application, person=reviewer)
    assert marks.table(application.call, ada)[0].missing == 1
    reviews.declare(actor=reviewer, application=application, declared="none")
    granting.reviewed(application, reviewer, 5, 10)
    assert marks.submitted_reviews(application)[0].percent == 100


def test_marks_are_a_draft_until_they_are_whole(application: Application, reviewer: Person) -> None:
    row = granting.reviewed(application, reviewer, 4, is_final=False)
    assert (row.submitted_at, row.edition) == (None, 1)
    words: dict[str, Any] = {"actor": reviewer, "application": application}
    first, second = application.call.criteria.all()
    assert code_of(reviews.write, **words, edition=0, marks={}) == "review.edited"
    half = {first.pk: Mark(4)}
    seen = code_of(reviews.write, **words, edition=1, marks=half, is_final=True)
    assert seen == "review.unmarked"
    far = {first.pk: Mark(6), second.pk: Mark(0)}
    assert code_of(reviews.write, **words, edition=1, marks=far) == "review.mark"
    assert [score.mark for score in row.scores.order_by("criterion__position")] == [4, None]
    granting.reviewed(application, reviewer, 4, 5)
    assert code_of(reviews.write, **words, edition=2, marks=half) == "review.submitted"


def test_others_marks_are_seen_after_ones_own_and_only_if_the_call_shows_them(
    application: Application, ada: Person, reviewer: Person, eve: Person, call: Call
) -> None:
    reviews.appoint(actor=ada, call=call, email=eve.email)
    granting.reviewed(application, eve, 5, 5)
    granting.reviewed(application, reviewer, 1, 1, is_final=False)
    assert marks.others_reviews(reviewer, application) == []
    granting.reviewed(application, reviewer, 1, 1)
    assert [each.person for each in marks.others_reviews(reviewer, application)] == [eve]
    Call.objects.update(shows_others=False)
    application.call.refresh_from_db()
    assert marks.others_reviews(reviewer, application) == []


def test_the_table_has_weighted_means_spread_and_who_is_missing(
    application: Application, ada: Person, reviewer: Person, eve: Person, frank: Person, call: Call
) -> None:
    for person in (eve, frank):
        reviews.appoint(actor=ada, call=call, email=person.email)
    granting.reviewed(application, reviewer, 5, 10)
    granting.reviewed(application, eve, 1, 2)
    (row,) = marks.table(call, ada)
    # weights 3 and 1: the whole, and a fifth of each
    assert (row.mean, row.spread) == (Decimal(60), Decimal(80))
    assert (row.submitted, row.missing, row.closed) == (2, 1, 0)
    words: dict[str, Any] = {"declared": "conflict", "conflict": "money"}
    reviews.declare(actor=frank, application=application, **words)
    (row,) = marks.table(call, ada)
    assert (row.submitted, row.missing, row.closed) == (2, 0, 1)


def test_the_table_costs_the_same_for_one_and_for_three(
    application: Application,
    ada: Person,
    reviewer: Person,
    call: Call,
    us: Person,
    ru: Person,
    django_assert_num_queries: Any,
) -> None:
    granting.reviewed(application, reviewer, 5, 10)
    with django_assert_num_queries(11):
        assert len(marks.table(call, ada)) == 1
    for _ in range(2):
        granting.reviewed(granting.handed_in(call, us, ru), reviewer, 1, 1)
    with django_assert_num_queries(11):
        assert len(marks.table(call, ada)) == 3


def test_a_dismissed_reviewer_sees_nothing_and_what_they_submitted_counts(
    application: Application, ada: Person, reviewer: Person, call: Call
) -> None:
    granting.reviewed(application, reviewer, 5, 10)
    reviews.dismiss(actor=ada, call=call, reviewer=call.reviewers.get())
    assert lists(reviewer) == CLOSED
    assert marks.table(call, ada)[0].submitted == 1
    # Who is appointed again has declared already.
    reviews.appoint(actor=ada, call=call, email=reviewer.email)
    assert queries.applications_visible_to(reviewer).get() == application


def test_only_organisers_appoint_and_each_act_is_recorded(
    application: Application, ada: Person, reviewer: Person, call: Call, eve: Person
) -> None:
    with pytest.raises(Forbidden):
        reviews.appoint(actor=eve, call=call, email=eve.email)
    again: dict[str, Any] = {"call": call, "email": reviewer.email}
    assert code_of(reviews.appoint, actor=ada, **again) == "reviewer.exists"
    nobody: dict[str, Any] = {"call": call, "email": "nobody@people.example"}
    assert code_of(reviews.appoint, actor=ada, **nobody) == "person.unknown"
    granting.reviewed(application, reviewer, 5, 10)
    reviews.give_back(actor=ada, application=application, person=reviewer)
    acts = AuditEntry.objects.filter(room=f"call.{call.pk}").order_by("at", "act")
    assert [entry.act for entry in acts] == [
        "call.create", "criterion.add", "criterion.add", "call.publish", "reviewer.appoint",
        "review.declare", "review.submit", "review.return",
    ]  # fmt: skip


def test_a_stranger_is_no_reviewer(application: Application, eve: Person) -> None:
    with pytest.raises(NotHere):
        reviews.declare(actor=eve, application=application, declared="none")
    assert lists(eve) == CLOSED
