"""Pseudonyms that could be taken for somebody else, and names that try to be what they are not."""

import pytest
from django.test import Client

from accounts.likeness import is_taken, likeness
from accounts.models import Person, ShownAs
from accounts.people import revise_profile, shown
from kit.refusals import Refused
from tests import build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "written",
    [
        "BORIS",
        "Воris",  # a Cyrillic В
        "Воrіѕ",  # and і and ѕ
        "B o r i s",
        "Bo\u200bris",
        "\u202eBoris",
        "Boris\ufeff",
        "B\u034foris",
        "Boris\u3164",
        "Boris\ufe0f",
        "Ｂｏｒｉｓ",
    ],
)
def test_what_looks_like_a_name_that_is_shown_is_refused(
    dmitri: Person, boris: Person, written: str
) -> None:
    with pytest.raises(Refused) as refused:
        revise_profile(actor=dmitri, shown_as="pseudonym", pseudonym=written)
    assert (refused.value.code, refused.value.field) == ("profile.pseudonym_taken", "pseudonym")


def test_a_name_that_is_not_shown_is_not_told_by_a_refusal(dmitri: Person, boris: Person) -> None:
    """Who tries names must not find out that somebody takes part who wishes to be unknown."""
    revise_profile(actor=boris, shown_as=ShownAs.DELEGATE)
    assert not is_taken("Boris", dmitri)
    revise_profile(actor=boris, shown_as=ShownAs.PSEUDONYM, pseudonym="Ivolga")
    assert not is_taken("Boris", dmitri)
    assert is_taken("ivolga", dmitri)


def test_ones_own_pseudonym_stays_when_somebody_comes_to_be_called_alike(
    dmitri: Person,
) -> None:
    revise_profile(actor=dmitri, shown_as=ShownAs.PSEUDONYM, pseudonym="Kedrov")
    build.person("Kedrov")
    assert revise_profile(actor=dmitri, zone="Europe/Moscow").pseudonym == "Kedrov"


def test_letters_of_the_other_alphabet_that_look_alike_are_one() -> None:
    assert likeness("АВЕКМНОРСТУХ") == likeness("ABEKMHOPCTYX")
    assert likeness("Ԛԝ") == likeness("Qw")
    assert likeness("Жанна") != likeness("Janna")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Ada\u202e\u2067gnol", "Adagnol"),
        ("Z\u0300\u0301\u0302\u0303\u0304\u0305algo", "Z\u0300\u0301algo"),
        ("A\u0306\u0301", "Ắ"),
        ("\u3164\u115f", ""),
    ],
)
def test_a_hostile_name_is_kept_inert(dmitri: Person, written: str, kept: str) -> None:
    revised = revise_profile(actor=dmitri, shown_as=ShownAs.DELEGATE, name=written, pseudonym="")
    assert revised.name == kept
    if kept:
        assert shown(revise_profile(actor=dmitri, shown_as=ShownAs.NAMED)).name == kept


def test_a_hostile_name_is_text_on_the_page_of_its_owner(client: Client, dmitri: Person) -> None:
    build.programme()
    revise_profile(actor=dmitri, name="<script>alert(1)</script>")
    client.force_login(dmitri)
    page = client.get("/me/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
