"""The programme is data: any two sides, any name."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import programmes
from accounts.models import Person, Programme, Side
from accounts.programmes import SideFacts, establish, side_of
from kit.refusals import Forbidden, Refused
from tests import build

NORWAY = SideFacts("no", "Norway", "Норвегия", ("NO", "SJ"))
GEORGIA = SideFacts("ge", "Georgia", "Грузия", ("GE",))


def fjord(**changes: object) -> Programme:
    facts: dict[str, object] = {
        "actor": None,
        "short_name": "Fjord",
        "name_en": "Fjord and Mountain",
        "name_ru": "Фьорд и гора",
        "mail_from": "office@fjord.example",
        "sides": (NORWAY, GEORGIA),
    }
    return establish(**(facts | changes))  # type: ignore[arg-type]


def test_another_pair_of_countries(db: None) -> None:
    fjord()
    with translation.override("ru"):
        told = [(side_of(code), code) for code in ("NO", "SJ", "GE", "US")]
        names = [(side.name_ru if side else "", code) for side, code in told]
    assert names == [("Норвегия", "NO"), ("Норвегия", "SJ"), ("Грузия", "GE"), ("", "US")]
    assert [side.code for side in programmes.sides()] == ["no", "ge"]


def test_pages_and_mail_carry_the_programmes_name(client: Client, boris: Person) -> None:
    cache.clear()
    fjord()
    page = client.get(reverse("accounts:sign_in")).content.decode()
    client.post(reverse("accounts:sign_in"), {"email": boris.email})
    client.post(reverse("accounts:sign_in"), {"email": "nobody@people.example"})
    assert "Fjord and Mountain" in page
    assert mail.outbox[0].subject.startswith("Фьорд и гора: ")
    assert mail.outbox[0].from_email.endswith("<office@fjord.example>")
    told = page + "".join(f"{m.subject}{m.body}{m.from_email}" for m in mail.outbox)
    assert not re.search("cspp(?!-)", told, re.IGNORECASE)


def test_before_one_is_established_the_installation_has_no_name(db: None) -> None:
    assert programmes.current().name.value == "Conference platform"
    assert Programme.objects.count() == 0


def test_establishing_again_changes_the_one_that_there_is(db: None) -> None:
    first = fjord()
    kept = Side.objects.get(code="no").pk
    second = fjord(name_en="Fjord", name_ru="", sides=(SideFacts("us", "US", "", ("US",)), NORWAY))
    assert second.pk == first.pk
    assert [side.code for side in programmes.sides()] == ["us", "no"]
    assert Side.objects.get(code="no").pk == kept
    assert (second.source_language, second.translation_state) == ("en", "missing")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name_en": "", "name_ru": ""}, "programme.nameless"),
        ({"languages": ("en", "fr")}, "programme.language"),
        ({"sides": (NORWAY,)}, "programme.sides"),
        ({"sides": (NORWAY, SideFacts("x", "X", "", ("XX",)))}, "programme.country"),
        ({"sides": (NORWAY, SideFacts("x", "X", "", ("NO",)))}, "programme.shared_country"),
    ],
)
def test_a_programme_is_refused(db: None, changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        fjord(**changes)
    assert refused.value.code == code
    assert Programme.objects.count() == 0


def test_organisers_do_not_rename_the_programme(ada: Person) -> None:
    with pytest.raises(Forbidden):
        fjord(actor=ada)
    assert fjord(actor=build.person("Root", is_superuser=True)).short_name == "Fjord"
