"""What somebody might try: to sign one thing and hand in another, to read what is over, to hear too early."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Letter, Person, Programme
from grants import applications, calls, decisions, editing, marks, partners, reviews, signing
from grants.applications import Head
from grants.decisions import Verdict
from grants.models import Application, Call, Outcome, State
from kit.refusals import NotHere, Refused
from live import clock
from tests import granting

pytestmark = pytest.mark.django_db

REFUSED = Verdict(Outcome.REFUSE, {"en": "Too early."})


def code_of(act: Any, **words: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(**words)
    return refused.value.code


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def asked_for_more(application: Application, ada: Person) -> None:
    """Let an organiser ask for more, by tomorrow."""
    due = clock.now() + timedelta(days=1)
    verdict = Verdict(Outcome.MORE, {"en": "Who trains whom?"}, due_at=due)
    decisions.decide(actor=ada, application=application, verdict=verdict)
    decisions.release(actor=ada, call=application.call)
    application.refresh_from_db()


def test_what_one_signed_in_dollars_is_not_handed_in_in_another_currency(
    draft: Application, us: Person, ada: Person
) -> None:
    signing.sign(actor=us, application=draft, edition=draft.edition)
    call = Call.objects.get()
    hours: dict[str, Any] = {"opens_at": call.opens_at, "closes_at": call.closes_at}
    same: dict[str, Any] = {"actor": ada, "call": call, "edition": call.edition}
    facts = granting.facts(currency="JPY", **hours)
    assert code_of(calls.revise, facts=facts, **same) == "call.priced"
    # Nobody has written an amount yet under a call without budgets.
    draft.lines.all().delete()
    assert calls.revise(facts=facts, **same).currency == "JPY"


def test_before_a_programme_names_its_sides_nothing_is_handed_in(
    draft: Application, us: Person, ru: Person
) -> None:
    Programme.objects.all().delete()
    granting.signed(draft, us, ru)
    assert draft.state == State.DRAFT
    assert [each.code for each in signing.faults(draft)] == ["application.one_sided"]


def test_an_invitation_that_is_over_tells_no_more_of_the_application(
    call: Call, us: Person, ru: Person
) -> None:
    made = granting.begun(us, call)
    sent = partners.invite(actor=us, application=made, email=ru.email)
    granting.written(made, us)
    address = f"/grants/invitations/{sent.pk}/"
    assert "Две реки" in browser(ru).get(address).content.decode()
    partners.revoke(actor=us, application=made, invitation=sent)
    page = browser(ru).get(address).content.decode()
    assert "notice" in page
    assert [word for word in ("Две реки", "One method", "Clear Rivers") if word in page] == []


def test_who_left_reads_nothing_by_the_invitation_that_brought_them(
    draft: Application, ru: Person
) -> None:
    address = f"/grants/invitations/{draft.invitations.get().pk}/"
    assert "Две реки" in browser(ru).get(address).content.decode()
    partners.leave(actor=ru, application=draft)
    page = browser(ru).get(address).content.decode()
    assert "Две реки" not in page
    assert f"/grants/applications/{draft.pk}/" not in page


def test_remarks_of_a_second_round_wait_for_its_decision(
    application: Application, ada: Person, us: Person, ru: Person, reviewer: Person
) -> None:
    asked_for_more(application, ada)
    granting.signed(application, us, ru)
    granting.reviewed(application, reviewer, 2, 2, remarks_for_partners="Still too thin.")
    address = f"/grants/applications/{application.pk}/"
    assert "Still too thin." not in browser(us).get(address).content.decode()
    decisions.decide(actor=ada, application=application, verdict=REFUSED)
    decisions.release(actor=ada, call=application.call)
    assert "Still too thin." in browser(us).get(address).content.decode()


def test_handed_in_again_as_it_was_it_is_told_again(
    application: Application, ada: Person, us: Person, ru: Person
) -> None:
    asked_for_more(application, ada)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        granting.signed(application, us, ru)
    assert application.state == State.SUBMITTED
    assert Letter.objects.filter(key__startswith="grants.submitted", person=ru).count() == 2


def test_one_withdrawn_at_the_last_moment_leaves_the_others_to_be_released(
    application: Application,
    call: Call,
    ada: Person,
    us: Person,
    ru: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = granting.handed_in(call, us, ru)
    for one in (application, other):
        decisions.decide(actor=ada, application=one, verdict=REFUSED)
    locked = editing.locked

    def late(row: Application) -> Application:
        if row.pk == other.pk:
            applications.withdraw(actor=us, application=other)
        return locked(row)

    monkeypatch.setattr("grants.decisions.locked", late)
    (told,) = decisions.release(actor=ada, call=call)
    assert told.application == application
    other.refresh_from_db()
    assert other.state == State.WITHDRAWN


def test_who_left_while_they_waited_for_the_lock_writes_nothing(
    draft: Application, ru: Person, monkeypatch: pytest.MonkeyPatch
) -> None:

    locked = editing.locked

    def late(row: Application) -> Application:
        row.partners.filter(person=ru).update(left_at=clock.now())
        return locked(row)

    monkeypatch.setattr(editing, "locked", late)
    with pytest.raises(NotHere):
        applications.write_head(actor=ru, application=draft, edition=1, head=Head({"en": "Mine"}))


def test_nobody_s_box_is_filled_by_many(call: Call, us: Person, ru: Person, eve: Person) -> None:
    granting.house(eve, "Third House", "RU")
    places = [(by, granting.begun(by, call)) for by in (us, us, us, eve, eve, eve)]
    for by, made in places[:5]:
        partners.invite(actor=by, application=made, email=ru.email)
    last = places[5][1]
    words: dict[str, Any] = {"actor": eve, "application": last, "email": ru.email}
    assert code_of(partners.invite, **words) == "invitation.too_often"
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1), tick=False):
        partners.invite(**words)


def test_an_invitation_carries_no_link_of_who_invites(call: Call, us: Person) -> None:
    name, title = "Prizes at www.bad.example/win", "Open https://bad.example or bad.example now"
    made = applications.start(
        actor=us, call=call, organisation_name=name, country="US", title={"en": title}
    )
    partners.invite(actor=us, application=made, email="new@people.example")
    letter = Letter.objects.get(key__startswith="grants.invitation")
    assert "bad.example" not in letter.subject + letter.body
    assert "Title: Open … or … now" in letter.body


def test_an_organiser_who_reviews_marks_before_they_see_marks(
    application: Application, call: Call, ada: Person, reviewer: Person
) -> None:
    other = granting.handed_in(call, *(each.person for each in application.partners.all()))
    granting.reviewed(application, reviewer, 1, 1, remarks="Quite weak.")
    granting.reviewed(other, reviewer, 5, 10)
    reviews.appoint(actor=ada, call=call, email=ada.email)
    pages = [
        f"/grants/applications/{application.pk}/",
        f"/grants/applications/{application.pk}/decide/",
        f"/api/v1/grants/applications/{application.pk}/reviews/",
    ]
    read = [browser(ada).get(page).content.decode() for page in pages]
    assert [page for page in read if "Quite weak." in page] == []
    rows = marks.table(call, ada)
    assert [(row.mean, row.spread) for row in rows] == [(None, None)] * 2
    assert [row.application for row in rows] == sorted(
        (application, other), key=lambda row: str(row.pk)
    )
    granting.reviewed(application, ada, 3, 3)
    read = [browser(ada).get(page).content.decode() for page in pages[1:]]
    assert [page for page in read if "Quite weak." not in page] == []
    assert [row.mean is None for row in marks.table(call, ada)] == [False, True]


def test_marks_of_a_reviewer_who_came_to_a_partner_do_not_count(
    application: Application, call: Call, ada: Person, us: Person, reviewer: Person
) -> None:
    granting.reviewed(application, reviewer, 5, 10)
    asked_for_more(application, ada)
    granting.joined(application, us, reviewer)
    granting.signed(application, *(each.person for each in application.partners.all()))
    assert application.state == State.SUBMITTED
    (row,) = marks.table(call, ada)
    assert (row.mean, row.submitted) == (None, 0)
    assert marks.submitted_reviews(application) == []


def test_a_tied_organiser_is_not_told_what_was_done_about_an_application(
    application: Application, call: Call, ada: Person, eve: Person
) -> None:
    decisions.decide(actor=ada, application=application, verdict=REFUSED)
    Person.objects.filter(pk=eve.pk).update(is_organiser=True)
    eve.refresh_from_db()
    address, said = f"/grants/calls/{call.slug}/desk/", "Decision taken on an application"
    assert said in browser(eve).get(address).content.decode()
    granting.house(eve, "Living Water", "RU")
    assert said not in browser(eve).get(address).content.decode()
    assert "Call for applications published" in browser(eve).get(address).content.decode()
