"""Django's permission questions are answered by our rules."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from pytest_django import Settings

from accounts.backends import RuleBackend
from accounts.models import Person
from tests import build


def test_a_rule_answers_has_perm(ada: Person, dmitri: Person) -> None:
    assert ada.has_perm("accounts.desk")
    assert not dmitri.has_perm("accounts.desk")
    assert not AnonymousUser().has_perm("accounts.desk")


def test_what_has_no_rule_is_denied(ada: Person) -> None:
    assert not ada.has_perm("accounts.fly")


def test_a_rule_is_asked_about_its_object(ada: Person) -> None:
    operator = build.person("Root", is_superuser=True)
    assert RuleBackend().has_perm(operator, "accounts.set_rights", ada)
    assert not RuleBackend().has_perm(operator, "accounts.set_rights", operator)


@pytest.mark.django_db(transaction=True)
async def test_async_code_gets_the_same_answer() -> None:
    ada = Person(is_organiser=True)
    assert await RuleBackend().ahas_perm(ada, "accounts.desk")
    assert not await RuleBackend().ahas_perm(Person(), "accounts.desk")


def test_the_backend_signs_nobody_in(ada: Person, settings: Settings) -> None:
    ada.set_password("a long enough one")
    ada.save()
    settings.AUTHENTICATION_BACKENDS = ["accounts.backends.RuleBackend"]
    assert authenticate(email=ada.email, password="a long enough one") is None


def test_somebody_shut_out_is_nobody(frank: Person) -> None:
    assert RuleBackend().get_user(frank.pk) == frank
    Person.objects.filter(pk=frank.pk).update(is_active=False)
    assert RuleBackend().get_user(frank.pk) is None
