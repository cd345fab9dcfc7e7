"""A ticket is judged with what its bearer is signed in with, and with what the handshake brings."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from accounts import tokens
from accounts.models import ApiToken, Person
from kit.refusals import Refused
from live import clock, entering, epochs, tickets
from live.entering import Entered
from live.tickets import Credential, Presented
from sessions.models import Session

pytestmark = pytest.mark.django_db


def cookie_of(person: Person) -> str:
    browser = Client()
    browser.force_login(person, backend="accounts.backends.RuleBackend")
    return browser.session.session_key or ""


def ticket_of(session: Session, person: Person, credential: Credential) -> str:
    epoch = epochs.epochs([person.pk])[person.pk]
    return tickets.issue(session.live_room, person.pk, credential.mark, epoch)


def outcome(presented: Presented) -> str:
    """Return `in`, or the code of the refusal."""
    (found,) = entering.admit([presented])
    return "in" if isinstance(found, Entered) else found.code


def token_of(person: Person) -> Credential:
    tokens.issue(person)
    return Credential("token", str(ApiToken.objects.filter(person=person).latest("created_at").pk))


def test_a_cookie_ticket_opens_with_its_own_cookie_only(
    plenary: Session, dmitri: Person, clara: Person
) -> None:
    mine, hers = cookie_of(dmitri), cookie_of(clara)
    ticket = ticket_of(plenary, dmitri, Credential("cookie", mine))
    assert outcome(Presented(ticket)) == "ticket.other_person"
    assert outcome(Presented(ticket, cookie_key=hers)) == "ticket.other_person"
    assert outcome(Presented(ticket, cookie_key=mine)) == "in", "it was not used up by the others"


def test_a_program_s_ticket_is_not_taken_from_who_is_signed_in_as_another(
    plenary: Session, dmitri: Person, clara: Person
) -> None:
    ticket = ticket_of(plenary, dmitri, token_of(dmitri))
    hers = tokens.issue(clara)
    assert outcome(Presented(ticket, cookie_key=cookie_of(clara))) == "ticket.other_person"
    assert outcome(Presented(ticket, bearer=hers)) == "ticket.other_person"
    assert outcome(Presented(ticket, bearer=tokens.issue(dmitri))) == "in"


def test_a_cookie_that_signs_in_nobody_changes_nothing(plenary: Session, dmitri: Person) -> None:
    ticket = ticket_of(plenary, dmitri, token_of(dmitri))
    assert outcome(Presented(ticket, cookie_key="no such session", bearer="no such token")) == "in"


@pytest.mark.parametrize("end", ["revoked", "expired", "flushed", "password"])
def test_a_sign_in_that_has_ended_lets_nobody_in(
    plenary: Session, dmitri: Person, end: str
) -> None:
    """Without a change of epoch: the ticket alone would still be good."""
    if end == "revoked":
        credential, cookie = token_of(dmitri), ""
        ApiToken.objects.update(revoked_at=clock.now())
    else:
        cookie = cookie_of(dmitri)
        credential = Credential("cookie", cookie)
    rows = SessionStore.get_model_class().objects
    if end == "expired":
        rows.update(expire_date=clock.now() - timedelta(seconds=1))
    elif end == "flushed":
        rows.all().delete()
    elif end == "password":
        Person.objects.filter(pk=dmitri.pk).update(password="another")
    assert outcome(Presented(ticket_of(plenary, dmitri, credential), cookie)) == "ticket.outdated"


def test_a_ticket_bound_to_a_kind_of_sign_in_that_nobody_knows_is_refused(
    plenary: Session, dmitri: Person
) -> None:
    ticket = ticket_of(plenary, dmitri, Credential("magic", "word"))
    (found,) = entering.admit([Presented(ticket)])
    assert isinstance(found, Refused)
    assert found.code == "ticket.outdated"


def test_a_cookie_session_without_a_sign_in_belongs_to_nobody(dmitri: Person) -> None:
    empty = SessionStore()
    empty["cart"] = 1
    empty.create()
    assert SESSION_KEY not in empty
    key = empty.session_key or ""
    assert tickets.owners({Credential("cookie", key).mark: key}) == {}
