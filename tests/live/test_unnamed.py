"""A command of which nobody shall ever know who sent it: no table, no log line, no answer tells."""

import logging
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection

from live import limits
from live.models import Allowance, Event, Receipt
from live.testing import say
from tests import build
from tests.live import hall
from tests.live.hall import HALL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    hall.fresh()
    limits._unnamed.forget()


def everything_but_people() -> str:
    """Return every row of every table but those that tell who there is, as text."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label != "accounts":
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
                found += cursor.fetchall()
    return repr(found)


def test_no_row_names_who_sent_it() -> None:
    dan = build.person("Dan")
    before = everything_but_people()
    reply = say(dan, HALL, "call.unnamed", text="the minister lies")
    assert (reply.ok, reply.data) == (True, {})
    rows = everything_but_people().replace(before, "")
    assert dan.pk.hex not in rows.replace("-", "")
    assert Event.objects.get().actor is None
    receipt = Receipt.objects.get()
    assert (receipt.scope, receipt.digest, receipt.reply) == (str(HALL), "", "{}")
    assert not Allowance.objects.exists()


def test_sent_again_it_has_one_effect_and_the_same_answer() -> None:
    dan, command = build.person("Dan"), str(uuid4())
    for _ in range(3):
        assert say(dan, HALL, "call.unnamed", command_id=command, text="once").data == {}
    assert Event.objects.count() == 1


def test_its_limit_holds_all_the_same(settings: Any) -> None:
    settings.LIVE_LIMITS = settings.LIVE_LIMITS | {"questions": (3, 3)}
    dan = build.person("Dan")
    replies = [say(dan, HALL, "call.unnamed", text="again") for _ in range(4)]
    assert [reply.code for reply in replies] == ["", "", "", "rate.limited"]
    assert 15 < (replies[-1].retry_in or 0) <= 20
    assert say(build.person("Eva"), HALL, "call.unnamed", text="mine").ok


def test_the_log_does_not_name_the_sender_when_it_breaks(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*, actor: Any, text: str) -> None:
        raise ZeroDivisionError(text)

    monkeypatch.setattr(hall, "voice", broken)
    dan = build.person("Dan")
    said = "the minister lies"
    with caplog.at_level(logging.INFO):
        assert say(dan, HALL, "call.unnamed", text=said).code == "broken"
    assert "somebody" in caplog.text
    assert str(dan.pk) not in caplog.text
    assert "minister" not in caplog.text
