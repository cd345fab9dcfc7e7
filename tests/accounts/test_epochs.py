"""Every change of rights ends the rights of open sockets: one test for each way in which they change.

A socket that entered under an older epoch is shut within 2 s; that is the kernel's to prove. Here it
is proved that the epoch rises, whoever changes what, by whichever door.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import Client

from accounts import people, tokens
from accounts.models import ApiToken, Person
from conferences import registrations
from conferences.models import Conference, RegistrationState, Speaker
from groups import memberships
from groups.models import Group, GroupRole
from live import presence
from live.epochs import epochs
from sessions import removals, roles, sessions
from sessions.models import RoleName, Session
from tests import build

pytestmark = pytest.mark.django_db


@contextmanager
def risen(*whose: Person, by: int | None = None) -> Iterator[None]:
    """Expect the epochs of these people to rise, or to rise by exactly so much."""
    ids = [person.pk for person in whose]
    before = epochs(ids)
    yield
    after = epochs(ids)
    rise = {person.email: after[person.pk] - before[person.pk] for person in whose}
    if by is None:
        assert all(rise.values()), rise
    else:
        assert set(rise.values()) == {by}


@pytest.fixture
def root(db: None) -> Person:
    return build.person("Root", is_superuser=True, is_staff=True)


@pytest.fixture
def back_office(client: Client, root: Person) -> Client:
    client.force_login(root)
    return client


def test_a_role_given_and_taken(ada: Person, eve: Person, plenary: Session) -> None:
    with risen(eve):
        roles.give_role(actor=ada, session=plenary, person=eve, name=RoleName.MODERATOR)
    with risen(eve, by=0):
        roles.give_role(actor=ada, session=plenary, person=eve, name=RoleName.MODERATOR)
    with risen(eve):
        roles.take_role(actor=ada, session=plenary, person=eve, name=RoleName.MODERATOR)


def test_a_role_given_on_the_page(
    client: Client, ada: Person, eve: Person, plenary: Session
) -> None:
    client.force_login(ada)
    with risen(eve):
        client.post(f"/s/{plenary.pk}/roles/", {"email": eve.email, "name": "moderator"})
    role = plenary.roles.get(person=eve)
    with risen(eve):
        client.post(f"/s/{plenary.pk}/roles/{role.pk}/")


def test_a_speaker_named_and_no_longer_named(
    ada: Person, eve: Person, plenary: Session, forum: Conference
) -> None:
    speaker = Speaker.objects.create(conference=forum, name_en="Eve", person=eve)
    with risen(eve):
        sessions.set_speakers(actor=ada, session=plenary, speakers=[speaker])
    with risen(eve):
        sessions.set_speakers(actor=ada, session=plenary, speakers=[])


def test_a_removal_and_its_end(boris: Person, dmitri: Person, plenary: Session) -> None:
    with risen(dmitri):
        removals.remove(actor=boris, session=plenary, person=dmitri.pk)
    with risen(dmitri):
        removals.readmit(actor=boris, session=plenary, person=dmitri.pk)


def test_a_registration_confirmed_declined_and_withdrawn(
    ada: Person, eve: Person, forum: Conference
) -> None:
    row = build.registration(eve, forum, state=RegistrationState.WAITING)
    with risen(eve):
        registrations.confirm(actor=ada, registration=row)
    with risen(eve):
        registrations.decline(actor=ada, registration=row)
    with risen(eve):
        registrations.confirm(actor=ada, registration=row)
    with risen(eve):
        registrations.withdraw(actor=eve, registration=row)


def test_a_registration_decided_on_the_desk_and_by_rest(
    client: Client, ada: Person, eve: Person, forum: Conference
) -> None:
    row = build.registration(eve, forum, state=RegistrationState.WAITING)
    client.force_login(ada)
    with risen(eve):
        client.post(
            "/desk/c/forum/registrations/", {"decision": "confirm", "registration": str(row.pk)}
        )
    with risen(eve):
        client.post(
            f"/api/v1/conferences/forum/registrations/{row.pk}/decline/",
            content_type="application/json",
        )


def test_a_membership_begun_changed_and_ended(
    ada: Person, boris: Person, eve: Person, circle: Group
) -> None:
    with risen(eve):
        row = memberships.admit(actor=boris, group=circle, person=eve)
    for role in (GroupRole.CHAIR, GroupRole.MEMBER):
        with risen(eve):
            row = memberships.admit(actor=ada, group=circle, person=eve, role=role)
    with risen(eve):
        memberships.end(actor=boris, membership=row)


RIGHTS = {"is_active": True, "is_organiser": False, "is_staff": False}


@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_given_or_taken(root: Person, dmitri: Person, right: str) -> None:
    rights = RIGHTS | {right: not RIGHTS[right]}
    with risen(dmitri):
        people.set_rights(actor=root, person=dmitri, **rights)
    with risen(dmitri, by=0):
        people.set_rights(actor=root, person=dmitri, **rights)


def test_a_person_shut_out_in_the_back_office(back_office: Client, dmitri: Person) -> None:
    with risen(dmitri):
        back_office.post(f"/back-office/accounts/person/{dmitri.pk}/change/", {})
    assert not Person.objects.get(pk=dmitri.pk).is_active


@pytest.mark.parametrize("right", [*RIGHTS, "is_superuser"])
def test_a_right_saved_by_any_other_way(dmitri: Person, right: str) -> None:
    found = Person.objects.get(pk=dmitri.pk)
    setattr(found, right, not getattr(found, right))
    with risen(dmitri):
        found.save(update_fields=[right])
    with risen(dmitri, by=0):
        found.save()


def test_signing_out(client: Client, dmitri: Person) -> None:
    client.force_login(dmitri)
    with risen(dmitri):
        client.post("/sign-out/")


def test_signing_out_everywhere(client: Client, dmitri: Person) -> None:
    client.force_login(dmitri)
    with risen(dmitri):
        people.sign_out_everywhere(actor=dmitri)


def set_anew(person: Person) -> None:
    """Set it as the library's own forms do: for a reset, a change, or one set for the first time."""
    person.set_password("seven rivers")
    person.save()


def set_as_a_hash(person: Person) -> None:
    person.password = make_password("seven rivers")
    person.save(update_fields=["password"])


def make_unusable(person: Person) -> None:
    person.set_unusable_password()
    person.save()


@pytest.mark.parametrize("change", [set_anew, set_as_a_hash, make_unusable])
def test_a_new_password_by_any_form(dmitri: Person, change: Callable[[Person], None]) -> None:
    set_anew(dmitri)
    found = Person.objects.get(pk=dmitri.pk)
    with risen(dmitri):
        change(found)


def test_a_new_password_of_somebody_just_made(db: None) -> None:
    made = build.person("Newcomer")
    with risen(made):
        set_anew(made)


def test_a_new_password_of_a_row_that_was_read_again(dmitri: Person) -> None:
    other = Person.objects.get(pk=dmitri.pk)
    was = dmitri.password
    set_anew(other)
    dmitri.refresh_from_db()
    dmitri.password = was
    with risen(dmitri):
        dmitri.save()


def test_a_new_password_at_the_terminal(dmitri: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda *_args, **_options: "seven rivers meet here")
    with risen(dmitri):
        call_command("changepassword", dmitri.email, verbosity=0, stdout=_Nowhere())


class _Nowhere:
    def write(self, *_args: Any, **_options: Any) -> None:
        """Say nothing."""


def test_a_profile_saved_without_new_rights_ends_nothing(client: Client, dmitri: Person) -> None:
    client.force_login(dmitri)
    with risen(dmitri, by=0):
        people.revise_profile(actor=dmitri, name="Mitya")
        Person.objects.only("name").get(pk=dmitri.pk).save(update_fields=["name"])
        client.force_login(dmitri)  # which saves when it was


def test_tokens_revoked(dmitri: Person) -> None:
    tokens.issue(dmitri)
    with risen(dmitri):
        tokens.revoke_all(dmitri)


def test_a_token_deleted(dmitri: Person) -> None:
    tokens.issue(dmitri)
    with risen(dmitri):
        ApiToken.objects.filter(person=dmitri).delete()


def test_a_person_deleted(dmitri: Person) -> None:
    with risen(dmitri):
        Person.objects.get(pk=dmitri.pk).delete()


def test_what_a_conference_gave_goes_with_it(
    dmitri: Person, clara: Person, forum: Conference
) -> None:
    with risen(dmitri, clara):
        forum.delete()


def test_what_a_group_gave_goes_with_it(dmitri: Person, boris: Person, circle: Group) -> None:
    with risen(dmitri, boris):
        circle.delete()


def test_a_session_deleted_ends_the_sockets_in_its_room(
    back_office: Client, dmitri: Person, boris: Person, clara: Person, plenary: Session
) -> None:
    presence.take(plenary.live_room, [dmitri.pk], "ws")
    with risen(dmitri, boris, clara):
        page = f"/back-office/cspp_sessions/session/{plenary.pk}/delete/"
        assert back_office.post(page, {"post": "yes"}).status_code == 302


def test_the_back_office_leaves_the_host_of_a_session_as_it_is(
    back_office: Client, plenary: Session
) -> None:
    page = back_office.get(f"/back-office/cspp_sessions/session/{plenary.pk}/change/")
    assert {"conference", "group"} & set(page.context["adminform"].form.fields) == set()
