"""The scene that the matrices of addresses and of hearing share."""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from sessions.models import Session
from tests import build
from tests.matrix.play import Play, perform
from tests.matrix.scene import WHO, Scene, make


@pytest.fixture
def people(
    ada: Person, boris: Person, clara: Person, dmitri: Person, eve: Person, frank: Person
) -> dict[str, Person]:
    everyone = (eve, frank, dmitri, clara, boris, ada)
    return dict(zip(WHO[1:], everyone, strict=True))


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Refusals by the hundred are what is tested here: Django's warnings of them are no news."""
    caplog.set_level(logging.ERROR, logger="django.request")


@pytest.fixture(scope="session")
def browser() -> Client:
    """One for all: a new one reads the list of all static files before its first request."""
    return Client()


@pytest.fixture
def scene(
    settings: Any,
    tmp_path: Path,
    browser: Client,
    people: dict[str, Person],
    forum: Conference,
    circle: Group,
    plenary: Session,
) -> Scene:
    cache.clear()  # what earlier tests used up of the doors' limits
    build.programme()
    settings.MEDIA_ROOT = tmp_path / "files"
    return make(browser, people, forum, circle, plenary)


@pytest.fixture
def play(scene: Scene, people: dict[str, Person], plenary: Session) -> Play:
    return perform(scene, people, plenary)
