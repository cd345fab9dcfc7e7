"""Who chaired on which day, one co-chair from each side, and a chair that is handed over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.deeds import AuditEntry
from accounts.models import Person, ShownAs
from accounts.people import revise_profile
from groups import memberships, queries
from groups.models import Group, GroupRole, Membership
from groups.organisations import delegates
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from live.epochs import epochs
from records.reading import document
from tests import build


@pytest.fixture
def sides(db: None) -> None:
    build.programme()


@pytest.fixture
def bench(sides: None, circle: Group, ada: Person, boris: Person, dmitri: Person) -> Group:
    """A circle that Boris has chaired for a year, named to everyone, with Dmitri as a member."""
    long_ago = clock.now() - timedelta(days=365)
    Membership.objects.filter(group=circle).update(joined_at=long_ago)
    memberships.agree(actor=boris, membership=of(boris), is_listed=True)
    return circle


def of(person: Person) -> Membership:
    return Membership.objects.get(person=person, ended_at=None)


def named(group: Group, days_ago: float) -> list[str]:
    seats = queries.chairs_on(group, clock.now() - timedelta(days=days_ago))
    return [seen.name for seat in seats for seen in seat.people]


def refusal(**said: object) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        memberships.admit(**said)  # type: ignore[arg-type]
    return refused.value.code, refused.value.field


def test_side_has_one_chair(bench: Group, ada: Person, dmitri: Person) -> None:
    chair = {"actor": ada, "group": bench, "role": GroupRole.CHAIR}
    assert refusal(person=dmitri, **chair) == ("chair.side_taken", "role")
    alice = build.person("Alice", country="US")
    assert memberships.admit(person=alice, **chair).role == GroupRole.CHAIR  # type: ignore[arg-type]
    assert refusal(person=build.person("Amy"), **chair) == ("chair.side_taken", "role")
    stray = build.person("Stray", country="FR")
    assert refusal(person=stray, **chair) == ("chair.no_side", "role")


def test_side_is_that_of_the_organisation_where_a_person_names_no_country(
    bench: Group, ada: Person
) -> None:
    house = build.organisation("Живая вода", country="RU")
    person = build.person("Vera", country="", organisation=house)
    said = {"actor": ada, "group": bench, "person": person, "role": GroupRole.CHAIR}
    assert refusal(**said) == ("chair.side_taken", "role")


def test_handing_over_is_one_act(bench: Group, ada: Person, boris: Person, dmitri: Person) -> None:
    before = of(boris)
    made = memberships.hand_over(actor=ada, membership=before, person=dmitri)
    assert (made.person, made.role) == (dmitri, GroupRole.CHAIR)
    assert of(boris).role == GroupRole.MEMBER
    before.refresh_from_db()
    assert before.ended_at == of(boris).joined_at
    assert epochs([boris.pk, dmitri.pk]) == {boris.pk: 1, dmitri.pk: 1}
    acts = AuditEntry.objects.order_by("at", "id").values_list("act", "person")
    assert set(acts) == {("chair.dismiss", boris.pk), ("chair.appoint", dmitri.pk)}


def test_only_organisers_hand_over_and_only_within_the_side(
    bench: Group, ada: Person, boris: Person, dmitri: Person, eve: Person
) -> None:
    row = of(boris)
    with pytest.raises(Forbidden):
        memberships.hand_over(actor=boris, membership=row, person=dmitri)
    for person, code in ((eve, "chair.other_side"), (boris, "membership.exists")):
        with pytest.raises(Refused) as refused:
            memberships.hand_over(actor=ada, membership=row, person=person)
        assert refused.value.code == code
    memberships.hand_over(actor=ada, membership=row, person=dmitri)
    with pytest.raises(Refused) as refused:
        memberships.hand_over(actor=ada, membership=row, person=boris)
    assert refused.value.code == "chair.gone"


def test_handing_over_to_somebody_from_outside_admits_them(
    bench: Group, ada: Person, boris: Person
) -> None:
    house = build.organisation("Живая вода", country="RU")
    vera = build.person("Vera", country="RU", organisation=house)
    memberships.hand_over(actor=ada, membership=of(boris), person=vera)
    assert (of(vera).role, of(vera).organisation) == (GroupRole.CHAIR, None)
    delegates.confirm(actor=ada, membership=of(vera), organisation=house)
    assert list(queries.organisations_of(bench)) == [house]


def test_past_names_the_chairs_of_its_day(
    bench: Group, ada: Person, boris: Person, dmitri: Person
) -> None:
    with clock.telling(clock.now() - timedelta(days=100)):
        memberships.hand_over(actor=ada, membership=of(boris), person=dmitri)
        memberships.agree(actor=dmitri, membership=of(dmitri), is_listed=True)
    with clock.telling(clock.now() - timedelta(days=50)):
        memberships.end(actor=ada, membership=of(boris))
    assert named(bench, 400) == []
    assert named(bench, 200) == ["Boris"]
    assert named(bench, 75) == ["Dmitri"]
    assert named(bench, 0) == ["Dmitri"]


def test_change_and_its_instant_belong_to_the_new_chair(
    bench: Group, ada: Person, boris: Person, dmitri: Person
) -> None:
    at = clock.now() - timedelta(days=10)
    with clock.telling(at):
        memberships.hand_over(actor=ada, membership=of(boris), person=dmitri)
    memberships.agree(actor=dmitri, membership=of(dmitri), is_listed=True)
    seats = queries.chairs_on(bench, at)
    assert [seen.name for seat in seats for seen in seat.people] == ["Dmitri"]


def test_who_had_not_agreed_is_never_named_afterwards(
    bench: Group, ada: Person, boris: Person, dmitri: Person
) -> None:
    memberships.agree(actor=boris, membership=of(boris), is_listed=False)
    memberships.hand_over(actor=ada, membership=of(boris), person=dmitri)
    memberships.agree(actor=boris, membership=of(boris), is_listed=True)
    assert named(bench, 200) == []


def test_member_who_becomes_a_chair_is_asked_anew(
    bench: Group, ada: Person, boris: Person, dmitri: Person
) -> None:
    """Named to members is not named to everyone; the other way round it is less."""
    memberships.agree(actor=dmitri, membership=of(dmitri), is_listed=True)
    memberships.hand_over(actor=ada, membership=of(boris), person=dmitri)
    assert (of(dmitri).is_listed, of(boris).is_listed) == (False, True)


@pytest.mark.parametrize("shown_as", [ShownAs.PSEUDONYM, ShownAs.DELEGATE])
@pytest.mark.parametrize("is_over", [True, False])
def test_who_hides_now_is_not_named_then(
    bench: Group, ada: Person, boris: Person, dmitri: Person, shown_as: str, is_over: bool
) -> None:
    """A pseudonym in place of a name would tell whose it is."""
    if is_over:
        memberships.hand_over(actor=ada, membership=of(boris), person=dmitri)
    revise_profile(actor=boris, shown_as=shown_as, pseudonym="Kestrel")
    assert named(bench, 200) == []
    revise_profile(actor=boris, shown_as=ShownAs.NAMED)
    assert named(bench, 200) == ["Boris"]


def test_former_chair_takes_the_naming_back(
    client: Client, bench: Group, ada: Person, boris: Person, dmitri: Person
) -> None:
    memberships.hand_over(actor=ada, membership=of(boris), person=dmitri)
    memberships.end(actor=boris, membership=of(boris))
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    assert "Name me there no more" in client.get("/g/environment/").content.decode()
    assert client.post("/g/environment/agree/past/").status_code == 302
    assert named(bench, 200) == []
    assert "Name me there no more" not in client.get("/g/environment/").content.decode()
    with pytest.raises(NotHere):
        memberships.be_named_no_more(actor=boris, group=bench)


def test_record_of_a_meeting_names_the_chairs_of_its_day(
    client: Client, bench: Group, ada: Person, boris: Person, dmitri: Person
) -> None:
    month_ago = clock.now() - timedelta(days=30)
    meeting = build.session(bench, title="Then", state="ended", starts_at=month_ago)
    memberships.hand_over(actor=ada, membership=of(boris), person=dmitri)
    memberships.agree(actor=dmitri, membership=of(dmitri), is_listed=True)
    people = [seen.name for seat in document(meeting).chairs for seen in seat.people]
    assert people == ["Boris"]
    client.force_login(dmitri)
    client.cookies["django_language"] = "en"
    page = client.get(f"/s/{meeting.pk}/record/").content.decode()
    assert "Co-chairs of that day:" in page
    assert ">Boris</bdi>" in page


def test_chairs_of_a_day_cost_as_much_for_one_as_for_three(bench: Group) -> None:
    counts = []
    for names in ((), ("Amy", "Anna")):
        for name in names:
            house = build.organisation(f"House of {name}")
            build.member(build.person(name, organisation=house), bench, GroupRole.CHAIR)
        Membership.objects.update(is_listed=True)
        with CaptureQueriesContext(connection) as asked:
            assert len(named(bench, -1)) == 1 + len(names)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_organiser_hands_over_on_the_members_page(
    client: Client, bench: Group, ada: Person, boris: Person, dmitri: Person
) -> None:
    client.force_login(ada)
    client.cookies["django_language"] = "en"
    path = "/g/environment/members/hand-over/"
    said = {"membership": str(of(boris).pk), "email": "nobody@people.example"}
    refused = client.post(path, said)
    assert refused.status_code == 422
    assert "nobody@people.example" in refused.content.decode()
    assert client.post(path, said | {"email": dmitri.email}).status_code == 302
    assert of(dmitri).role == GroupRole.CHAIR


def test_second_chair_of_a_side_is_shown_the_way_out(
    client: Client, bench: Group, ada: Person, dmitri: Person
) -> None:
    client.force_login(ada)
    client.cookies["django_language"] = "en"
    answer = client.post("/g/environment/members/", {"email": dmitri.email, "role": "chair"})
    assert answer.status_code == 422
    assert "hand the chair over" in answer.content.decode()
    assert of(dmitri).role == GroupRole.MEMBER
