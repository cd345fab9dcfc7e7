"""Who said what of a draft, when they show something else of themselves by now."""

from typing import Any

import pytest
from django.test import Client

from accounts import people
from accounts.models import Person, ShownAs
from records.recommendations import amendments, discussion, standing, working
from records.recommendations.models import Recommendation

pytestmark = pytest.mark.django_db


def show_as(person: Person, kind: ShownAs, pseudonym: str = "") -> None:
    Person.objects.filter(pk=person.pk).update(shown_as=kind, pseudonym=pseudonym)


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        (ShownAs.NAMED, ShownAs.NAMED, "named"),
        (ShownAs.NAMED, ShownAs.PSEUDONYM, "delegate"),
        (ShownAs.PSEUDONYM, ShownAs.NAMED, "pseudonym"),
    ],
)
def test_what_was_said_under_a_name_shows_no_pseudonym(
    draft: Recommendation, dmitri: Person, client: Client, then: ShownAs, now: ShownAs, kind: str
) -> None:
    show_as(dmitri, then, "Grey Heron")
    dmitri.refresh_from_db()
    discussion.comment(actor=dmitri, recommendation=draft, text="Lakes?")
    amendments.propose(actor=dmitri, recommendation=draft, language="en", text="Lakes too.")
    show_as(dmitri, now, "Grey Heron")
    dmitri.refresh_from_db()
    page = working.draft(draft, dmitri)
    assert [page.whole[0].who.kind, page.new[0].who.kind] == [kind, kind]
    client.force_login(dmitri)
    for part in ("comments", "amendments"):
        [row] = client.get(f"/api/v1/recommendations/{draft.number}/{part}/").json()["results"]
        assert row["who"]["kind"] == kind
        assert ("Grey Heron" in str(row)) is (kind == "pseudonym")


def test_who_is_shut_out_is_nobody(draft: Recommendation, dmitri: Person, boris: Person) -> None:
    discussion.comment(actor=dmitri, recommendation=draft, text="Lakes?")
    Person.objects.filter(pk=dmitri.pk).update(is_active=False)
    assert working.draft(draft, boris).whole[0].who == people.NOBODY


def test_no_pseudonym_stands_for_the_co_chair_of_a_side(
    adopted: Recommendation, boris: Person
) -> None:
    version: Any = adopted.versions.get()
    version.consents = [each | {"is_listed": True} for each in version.consents]
    named = {str(each.side): each.who for each in standing.agreed(version)}
    assert sum(who is not None and who.kind == "named" for who in named.values()) >= 1
    show_as(boris, ShownAs.PSEUDONYM, "Grey Heron")
    assert "Grey Heron" not in str(standing.agreed(version))
