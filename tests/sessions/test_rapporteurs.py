"""Rapporteurs: who appoints them, and what a moderator can't do by appointing one."""

import pytest

from accounts.models import Person
from groups.models import Group
from kit.refusals import Forbidden, Refused
from live import rooms
from sessions import removals, roles
from sessions.models import Role, Session
from tests import build

pytestmark = pytest.mark.django_db


def test_a_moderator_makes_a_rapporteur_of_who_may_enter_and_of_nobody_else(
    plenary: Session, boris: Person, dmitri: Person, eve: Person
) -> None:
    said = {"actor": boris, "session": plenary, "name": "rapporteur"}
    roles.give_role_by_email(**said, email=dmitri.email)  # type: ignore[arg-type]  # as they are
    codes = []
    for email in (eve.email, "nobody@people.example"):
        with pytest.raises(Refused) as refused:
            roles.give_role_by_email(**said, email=email)  # type: ignore[arg-type]  # as above
        codes.append((refused.value.code, str(refused.value.text)))
    # Whether somebody has an account here is not told to who moderates.
    assert codes[0] == codes[1]
    assert not Role.objects.filter(person=eve).exists()


def test_a_moderator_gives_no_other_role_and_lets_nobody_removed_back_in(
    plenary: Session, boris: Person, dmitri: Person
) -> None:
    with pytest.raises(Forbidden):
        roles.give_role(actor=boris, session=plenary, person=dmitri, name="speaker")
    removals.remove(actor=boris, session=plenary, person=dmitri.pk)
    with pytest.raises(Refused):
        roles.give_role(actor=boris, session=plenary, person=dmitri, name="rapporteur")
    assert plenary.removals.filter(person=dmitri).exists()


def test_a_co_chair_appoints_anybody_and_a_member_nobody(
    circle: Group, boris: Person, dmitri: Person, eve: Person
) -> None:
    meeting = build.session(circle)
    roles.give_role(actor=boris, session=meeting, person=eve, name="rapporteur")
    with pytest.raises(Forbidden):
        roles.give_role(actor=dmitri, session=meeting, person=dmitri, name="rapporteur")
    with pytest.raises(Forbidden):
        roles.take_role(actor=dmitri, session=meeting, person=eve, name="rapporteur")
    roles.take_role(actor=boris, session=meeting, person=eve, name="rapporteur")


def test_the_page_offers_a_rapporteur_what_is_theirs_and_the_staff_stream_is_not(
    plenary: Session, boris: Person, dmitri: Person
) -> None:
    _session, before = rooms.admitted(plenary.live_room, dmitri)
    roles.give_role(actor=boris, session=plenary, person=dmitri, name="rapporteur")
    _session, after = rooms.admitted(plenary.live_room, dmitri)
    taken = {"decision.take", "decision.revise", "decision.withdraw", "action.take"}
    assert set(after.may) - set(before.may) == taken
    assert after.audiences == ("room", "me")
