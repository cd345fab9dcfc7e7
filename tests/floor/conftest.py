"""Questions of the plenary at each stage, and the client that proves what is told of them."""

from typing import Any

import pytest

from accounts.models import Person
from floor import judging, questions
from floor.models import Question
from sessions.models import Session
from tests.hours import Hour, stopped


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    return stopped(monkeypatch)


@pytest.fixture
def generous(settings: Any) -> None:
    """Nobody is stopped by a limit."""
    settings.LIVE_LIMITS = dict.fromkeys(settings.LIVE_LIMITS, (1e6, 1e6))
    settings.LIVE_ROOM_RATE = 1e6


@pytest.fixture
def asked(dmitri: Person, plenary: Session) -> Question:
    return questions.ask(actor=dmitri, session=plenary, text="Как будет вестись реестр?")


@pytest.fixture
def before_the_room(boris: Person, plenary: Session, asked: Question) -> Question:
    return judging.approve(actor=boris, session=plenary, question=asked.pk)
