"""What somebody might try: to sign one thing and hand in another, to read what is over, to hear too early."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Letter, Person, Programme
from grants import applications, calls, decisions, editing, partners, signing
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
    locked = decisions.locked

    def late(row: Application) -> Application:
        if row.pk == other.pk:
            applications.withdraw(actor=us, application=other)
        return locked(row)

    monkeypatch.setattr(decisions, "locked", late)
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
