"""Ties that outlive a line in a profile, and what stays on record of a review that no longer counts."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from accounts import people
from accounts.models import Organisation, Person
from grants import decisions, marks, queries, reviews
from grants.decisions import Verdict
from grants.models import Application, Call, Outcome, Review
from groups import memberships
from groups.models import Group
from live import clock
from tests import granting

pytestmark = pytest.mark.django_db

CONFLICT = {"declared": "conflict", "conflict": "work"}


def is_shut_out(person: Person, application: Application) -> bool:
    return not queries.is_to_review(person, application)


@pytest.mark.parametrize("way", ["profile", "group", "partner"])
def test_who_leaves_a_partner_s_organisation_stays_tied(
    application: Application,
    call: Call,
    reviewer: Person,
    us: Person,
    ada: Person,
    circle: Group,
    way: str,
) -> None:
    water = Organisation.objects.get(name_en="Living Water")
    if way == "profile":
        people.revise_profile(actor=reviewer, organisation=water)
        people.revise_profile(actor=reviewer, organisation_name="Third House", country="RU")
    elif way == "group":
        circle.memberships.all().delete()
        row = memberships.admit(actor=ada, group=circle, person=reviewer, organisation=water)
        memberships.end(actor=reviewer, membership=row)
    else:
        other = granting.begun(us, call)
        reviewer.organisation = water
        granting.claimed(other, us, reviewer)
        other.partners.filter(person=reviewer).update(left_at=clock.now())
    reviewer = Person.objects.get(pk=reviewer.pk)
    assert reviewer.organisation_id != water.pk
    assert is_shut_out(reviewer, application)


def test_a_tie_to_what_was_left_ends_for_what_begins_years_later(
    reviewer: Person, us: Person, ru: Person, ada: Person
) -> None:
    granting.house(reviewer, "Living Water", "RU")
    granting.house(reviewer, "Third House", "RU")
    with time_machine.travel(clock.now() + timedelta(days=4 * 365), tick=False):
        later = granting.call(ada, "later")
        reviews.appoint(actor=ada, call=later, email=reviewer.email)
        made = granting.handed_in(later, us, ru)
        assert not is_shut_out(reviewer, made)


def test_where_the_partner_s_person_came_from_ties_still(
    application: Application, reviewer: Person, ru: Person
) -> None:
    # Boris acts for Living Water and was of Third House, the reviewer's, when it was begun.
    granting.house(ru, "Third House", "RU")
    granting.house(ru, "Living Water", "RU")
    assert is_shut_out(reviewer, application)


def test_marks_that_were_decided_upon_stay_on_record_when_a_conflict_comes_out(
    application: Application, reviewer: Person, ada: Person, us: Person, client: Client
) -> None:
    granting.reviewed(
        application, reviewer, 4, 10, remarks="Solid.", remarks_for_partners="Well done."
    )
    refused = Verdict(Outcome.REFUSE, {"en": "Too early."})
    decisions.decide(actor=ada, application=application, verdict=refused)
    decisions.release(actor=ada, call=application.call)
    reviews.declare(actor=reviewer, application=application, **CONFLICT)
    kept = Review.objects.get()
    assert (kept.remarks, kept.scores.count(), kept.submitted_at is None) == ("Solid.", 2, False)
    (row,) = marks.table(application.call, ada)
    assert (row.mean, row.submitted) == (None, 0)
    decision = application.decisions.get()
    assert (decision.reviews_counted, decision.mean) == (1, Decimal("85.0"))
    client.force_login(ada)
    page = client.get(f"/grants/applications/{application.pk}/decide/").content.decode()
    assert "They had submitted a review before." in page
    assert "1 review counted: 85.0 % of the best" in page
    assert "Solid." not in page
    client.force_login(us)
    page = client.get(f"/grants/applications/{application.pk}/").content.decode()
    assert "Well done." not in page


def test_a_conflict_declared_by_mistake_gives_the_marks_back(
    application: Application, reviewer: Person, ada: Person
) -> None:
    granting.reviewed(application, reviewer, 4, 10)
    reviews.declare(actor=reviewer, application=application, **CONFLICT)
    assert marks.submitted_reviews(application) == []
    reviews.lift(actor=ada, application=application, person=reviewer)
    assert marks.submitted_reviews(application) == []
    assert list(queries.to_declare(reviewer)) == [application]
    reviews.declare(actor=reviewer, application=application, declared="none")
    assert [each.percent for each in marks.submitted_reviews(application)] == [Decimal("85.0")]
