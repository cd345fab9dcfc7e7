"""A person asks to take part, an organiser decides, the person may step back."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from accounts import letters
from accounts.models import Person
from conferences import registrations
from conferences.models import Attending, Conference, Registration, RegistrationState
from kit.refusals import Forbidden, NotHere, Refused
from live.epochs import epochs
from tests import build


def delivered() -> list[EmailMessage]:
    """Send what waits in the outbox, and return all letters sent so far."""
    letters.deliver_due()
    return list(mail.outbox)


def epoch(person: Person) -> int:
    return epochs([person.pk]).get(person.pk, 0)


def register(person: Person, conference: Conference, **said: object) -> Registration:
    words: dict[str, object] = {
        "organisation_name": "Green Line",
        "attending": Attending.ONLINE,
        "is_listed": False,
    }
    return registrations.register(actor=person, conference=conference, **(words | said))  # type: ignore[arg-type]


def test_register_waits_for_an_organiser(forum: Conference, eve: Person) -> None:
    made = register(eve, forum, organisation_name="  Green\u200b  Line ", is_listed=True)
    assert (made.person, made.conference, made.state) == (eve, forum, RegistrationState.WAITING)
    assert (made.organisation_name, made.attending, made.is_listed) == (
        "Green Line",
        "online",
        True,
    )


def test_register_knows_the_persons_own_organisation(eve: Person, forum: Conference) -> None:
    eve.organisation = build.organisation("Green Line")
    eve.save()
    assert register(eve, forum, organisation_name="green line").organisation == eve.organisation
    assert register(build.person("Gleb"), forum).organisation is None


def test_register_twice_is_refused(forum: Conference, eve: Person, dmitri: Person) -> None:
    register(eve, forum)
    for person in (eve, dmitri):
        with pytest.raises(Refused) as refused:
            register(person, forum)
        assert refused.value.code == "registration.exists"
    assert Registration.objects.filter(person=eve).count() == 1


def test_register_after_withdrawal_waits_again(forum: Conference, dmitri: Person) -> None:
    old = forum.registrations.get(person=dmitri)
    registrations.withdraw(actor=dmitri, registration=old)
    new = register(dmitri, forum, organisation_name="Other House")
    assert new.pk == old.pk
    assert (new.state, new.organisation_name) == (RegistrationState.WAITING, "Other House")
    assert (new.decided_at, new.decided_by) == (None, None)


def test_register_after_being_declined_is_refused(forum: Conference, frank: Person) -> None:
    with pytest.raises(Refused) as refused:
        register(frank, forum)
    assert refused.value.code == "registration.declined"


def test_register_needs_open_registration(forum: Conference, eve: Person) -> None:
    Conference.objects.update(is_open_for_registration=False)
    with pytest.raises(Refused) as refused:
        register(eve, forum)
    assert refused.value.code == "registration.closed"
    assert not Registration.objects.filter(person=eve).exists()


def test_register_for_what_one_may_not_see_is_nowhere(eve: Person) -> None:
    hidden = build.conference("hidden", is_public=False)
    with pytest.raises(NotHere):
        register(eve, hidden)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        (
            {"organisation_name": " \u200b"},
            "registration.organisation_missing",
            "organisation_name",
        ),
        (
            {"organisation_name": "x" * 201},
            "registration.organisation_too_long",
            "organisation_name",
        ),
        ({"attending": "moon"}, "registration.attending", "attending"),
    ],
)
def test_register_refuses_what_is_not_true(
    forum: Conference, eve: Person, said: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        register(eve, forum, **said)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Registration.objects.filter(person=eve).exists()


def test_revise_changes_listing_and_place_but_not_the_decision(
    forum: Conference, dmitri: Person
) -> None:
    row = forum.registrations.get(person=dmitri)
    registrations.revise(actor=dmitri, registration=row, attending=Attending.HALL, is_listed=False)
    row.refresh_from_db()
    assert (row.attending, row.is_listed, row.state) == ("hall", False, "confirmed")


def test_revise_and_withdraw_are_ones_own(forum: Conference, dmitri: Person, ada: Person) -> None:
    row = forum.registrations.get(person=dmitri)
    with pytest.raises(NotHere):
        registrations.revise(actor=ada, registration=row, attending="hall", is_listed=True)
    with pytest.raises(NotHere):
        registrations.withdraw(actor=ada, registration=row)
    row.refresh_from_db()
    assert (row.attending, row.state) == ("online", "confirmed")


def test_revise_of_a_declined_registration_is_refused(forum: Conference, frank: Person) -> None:
    row = forum.registrations.get(person=frank)
    with pytest.raises(Refused) as refused:
        registrations.revise(actor=frank, registration=row, attending="hall", is_listed=True)
    assert refused.value.code == "registration.over"


def test_withdraw_shuts_open_sockets_and_the_listing(forum: Conference, dmitri: Person) -> None:
    row = forum.registrations.get(person=dmitri)
    before = epoch(dmitri)
    registrations.withdraw(actor=dmitri, registration=row)
    row.refresh_from_db()
    assert (row.state, row.is_listed, epoch(dmitri)) == ("withdrawn", False, before + 1)
    registrations.withdraw(actor=dmitri, registration=row)
    assert epoch(dmitri) == before + 1


def test_confirm_lets_in_and_writes_in_the_persons_language(
    forum: Conference, ada: Person, boris: Person
) -> None:
    build.programme()
    row = register(boris, forum)
    registrations.confirm(actor=ada, registration=row, address="https://site.example/c/forum/")
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("confirmed", ada)
    assert row.decided_at is not None
    assert epoch(boris) == 1
    (letter,) = delivered()
    assert letter.to == ["boris@people.example"]
    assert "Форум" in letter.subject
    assert "Программа двоих" in letter.body
    assert "https://site.example/c/forum/" in letter.body


def test_confirm_again_writes_nothing(forum: Conference, ada: Person, dmitri: Person) -> None:
    row = forum.registrations.get(person=dmitri)
    before = epoch(dmitri)
    registrations.confirm(actor=ada, registration=row)
    assert delivered() == []
    assert epoch(dmitri) == before


def test_mail_that_fails_does_not_lose_the_confirmation(
    forum: Conference,
    ada: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(message: EmailMessage) -> int:
        raise OSError("no route to the mail server")

    monkeypatch.setattr(EmailMessage, "send", fail)
    row = register(build.person("Gleb"), forum)
    registrations.confirm(actor=ada, registration=row)
    delivered()
    row.refresh_from_db()
    assert row.state == RegistrationState.CONFIRMED
    assert "was not sent: OSError" in caplog.text
    assert "gleb" not in caplog.text.lower()


def test_decline_tells_the_reason_and_takes_a_confirmation_back(
    forum: Conference, ada: Person, dmitri: Person
) -> None:
    row = forum.registrations.get(person=dmitri)
    before = epoch(dmitri)
    registrations.decline(actor=ada, registration=row, reason="The hall is full.")
    row.refresh_from_db()
    assert (row.state, row.reason) == ("declined", "The hall is full.")
    assert epoch(dmitri) == before + 1
    (letter,) = delivered()
    assert "The hall is full." in letter.body


@pytest.mark.parametrize("verb", [registrations.confirm, registrations.decline])
def test_only_organisers_decide(
    forum: Conference, dmitri: Person, eve: Person, verb: Callable[..., Registration]
) -> None:
    row = register(eve, forum)
    with pytest.raises(NotHere):
        verb(actor=dmitri, registration=row)
    with pytest.raises(Forbidden):
        verb(actor=eve, registration=row)
    row.refresh_from_db()
    assert row.state == RegistrationState.WAITING


@pytest.mark.parametrize("verb", [registrations.confirm, registrations.decline])
def test_withdrawn_registration_is_not_decided(
    forum: Conference, ada: Person, eve: Person, verb: Callable[..., Registration]
) -> None:
    row = register(eve, forum)
    registrations.withdraw(actor=eve, registration=row)
    with pytest.raises(Refused) as refused:
        verb(actor=ada, registration=row)
    assert refused.value.code == "registration.withdrawn"


def test_reason_has_a_limit(forum: Conference, ada: Person, dmitri: Person) -> None:
    row = forum.registrations.get(person=dmitri)
    with pytest.raises(Refused) as refused:
        registrations.decline(actor=ada, registration=row, reason="x" * 1001)
    assert refused.value.code == "registration.reason_too_long"
