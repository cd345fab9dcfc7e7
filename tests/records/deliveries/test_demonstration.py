"""The demonstration delivers what the first group has adopted, once, and nothing where nothing is."""

import pytest

from accounts.models import Person
from groups.models import Group, GroupRole
from portal.demonstration.deliveries import DELIVERIES
from portal.demonstration.facts import key
from portal.demonstration.groups import THEMES
from portal.demonstration.loading.deliveries import deliver
from portal.demonstration.loading.rows import Count
from portal.demonstration.people import chairs
from records.deliveries.models import Delivery
from records.deliveries.queries import ways
from tests import build
from tests.records.adopted import adopted

pytestmark = pytest.mark.django_db


def test_what_was_adopted_is_delivered_once(eve: Person) -> None:
    chair = build.person("Chair", email=chairs(0)[0])
    group = Group.objects.create(id=key("group", THEMES[0].slug), slug=THEMES[0].slug)
    build.member(chair, group, GroupRole.CHAIR)
    cast, count = {chair.email: chair}, Count()
    deliver(cast, count)
    assert Delivery.objects.count() == 0
    adopted(group)
    deliver(cast, count)
    deliver(cast, count)
    assert (Delivery.objects.count(), count.created) == (len(DELIVERIES), len(DELIVERIES))
    standings = [way.standing.value for way in ways(Delivery.objects.order_by("recorded_at"), eve)]
    assert sorted(standings) == ["answered", "answered", "checking", "waiting"]
    emails = [row.contact.endswith(".example") for row in Delivery.objects.all()]
    assert all(emails)
