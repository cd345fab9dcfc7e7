"""What co-chairs and organisers say of a group, and its rule of quorum."""

from typing import Any

import pytest
from django.test import Client

from accounts.deeds import AuditEntry
from accounts.models import Person
from groups import groups
from groups.groups import Facts
from groups.models import Group
from groups.texts import Clash
from kit.refusals import Forbidden, Refused


def facts(**more: Any) -> Facts:
    said: dict[str, Any] = {
        "source_language": "en",
        "name": {"en": "Rivers", "ru": "Реки"},
        "about": {"en": "Clean water", "ru": ""},
        "quorum_each_side": 2,
        "quorum_percent": 50,
    }
    return Facts(**(said | more))


def test_chair_names_the_group_and_sets_its_quorum(circle: Group, boris: Person) -> None:
    made = groups.revise(actor=boris, group=circle, edition=1, facts=facts())
    assert (made.name_en, made.quorum_each_side, made.quorum_percent, made.edition) == (
        "Rivers",
        2,
        50,
        2,
    )
    assert AuditEntry.objects.get().act == "group.revise"
    same = groups.revise(actor=boris, group=circle, edition=2, facts=facts())
    assert same.edition == 2
    assert AuditEntry.objects.count() == 1


def test_only_who_manages(circle: Group, dmitri: Person, eve: Person) -> None:
    for actor in (dmitri, eve):
        with pytest.raises(Forbidden):
            groups.revise(actor=actor, group=circle, edition=1, facts=facts())


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"quorum_percent": 101}, "group.quorum_percent"),
        ({"quorum_percent": -1}, "group.quorum_percent"),
        ({"quorum_each_side": -1}, "group.quorum_each_side"),
        ({"name": {"en": "", "ru": "Реки"}}, "text.missing"),
        ({"source_language": "fr"}, "text.language"),
        ({"about": {"en": "x" * 20_001}}, "text.too_long"),
    ],
)
def test_facts_are_checked(circle: Group, boris: Person, more: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        groups.revise(actor=boris, group=circle, edition=1, facts=facts(**more))
    assert refused.value.code == code


def test_clash_keeps_both(client: Client, circle: Group, boris: Person) -> None:
    groups.revise(actor=boris, group=circle, edition=1, facts=facts())
    with pytest.raises(Clash):
        groups.revise(actor=boris, group=circle, edition=1, facts=facts(quorum_percent=10))
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    said = {
        "name_en": "Lakes",
        "source_language": "en",
        "edition": "1",
        "quorum_each_side": "0",
        "quorum_percent": "0",
    }
    page = client.post("/g/environment/settings/", said)
    text = page.content.decode()
    assert page.status_code == 422
    assert "What stands now" in text
    assert "Clean water" in text
    assert 'value="Lakes"' in text
    assert client.post("/g/environment/settings/", said | {"edition": "2"}).status_code == 302
    circle.refresh_from_db()
    assert (circle.name_en, circle.edition) == ("Lakes", 3)


def test_clash_shows_what_was_chosen_meanwhile_as_well(
    client: Client, circle: Group, boris: Person
) -> None:
    groups.revise(actor=boris, group=circle, edition=1, facts=facts(quorum_percent=33))
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    said = {"name_en": "Lakes", "source_language": "ru", "edition": "1", "name_ru": "Озёра"}
    said |= {"quorum_each_side": "0", "quorum_percent": "0"}
    form = client.post("/g/environment/settings/", said).context["form"]
    told = {str(label): value for label, value, _language in form.standing}
    assert told["Original language"] == "English"
    assert told["Share of the member organisations that makes a quorum, in percent"] == "33"
