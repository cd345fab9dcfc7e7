"""What an adopted paragraph comes from, for readers who may not be told what goes on again."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Person
from groups.models import Group
from kit.refusals import Refused
from records.recommendations import origins, working
from records.recommendations.models import Origin, Version
from sessions import life
from sessions.models import Session
from sessions.queries import Reader
from tests import build
from tests.records.adopted import adopted, decision, question, rests_on

pytestmark = pytest.mark.django_db


def rests(version: Version, reader: Reader) -> list[working.Rest]:
    origins = Origin.objects.filter(paragraph__adopted__version=version).order_by("pk")
    return working.rests(origins.select_related("decision", "session"), reader)


def texts(version_reader: Reader, session: Session, boris: Person, circle: Group) -> list[str]:
    version = adopted(circle, "Registers are open.", "Whoever reports is safe.")
    rests_on(version, 1, on=decision(session, boris))
    rests_on(version, 2, on=question(session, "Who is safe?"))
    return [str(rest.text) for rest in rests(version, version_reader) if rest.text]


def test_what_is_on_record_is_told_to_everybody(
    ended: Session, boris: Person, circle: Group
) -> None:
    assert texts(AnonymousUser(), ended, boris, circle) == ["Registers are opened", "Who is safe?"]


def test_what_goes_on_again_is_told_to_those_inside_alone(
    ended: Session, boris: Person, circle: Group, eve: Person
) -> None:
    life.reopen(actor=boris, session=ended)
    assert texts(AnonymousUser(), ended, boris, circle) == []
    version = circle.recommendations.get().versions.get()
    for reader, count in ((eve, 0), (boris, 2)):
        assert sum(rest.is_readable for rest in rests(version, reader)) == count


def test_what_goes_on_again_can_be_named_by_those_inside_alone(
    ended: Session, boris: Person, circle: Group
) -> None:
    found = decision(ended, boris)
    life.reopen(actor=boris, session=ended)
    member = build.person("Vera")
    build.member(member, circle)
    with pytest.raises(Refused, match=r"origin\.unknown"):
        origins.find(member, f"D{found.number}")
    assert origins.find(boris, f"D{found.number}").decision == found
