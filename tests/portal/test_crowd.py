"""Simulated delegates: labelled, let in by a role, alive over real sockets, and gone without a trace."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts.models import ApiToken, Person
from kit.refusals import Refused
from portal.crowd import people
from portal.crowd.words import ENGLISH, RUSSIAN
from sessions.models import Role, RoleName, Session
from tests import build
from tests.site import ROOT, Site


@pytest.fixture
def plenary(db: None) -> Session:
    build.person("Ada", is_organiser=True)
    return build.session(build.conference(), state="live")


def test_forty_are_let_in_two_languages_in_turn_each_under_a_label(plenary: Session) -> None:
    crowd = people.enrol(plenary, 40, with_moderator=True)

    assert len({simulated.person.pseudonym for simulated in crowd}) == 41
    assert [simulated.phrases for simulated in crowd[:2]] == [ENGLISH, RUSSIAN]
    assert all(s.phrases.label in s.person.pseudonym for s in crowd)
    assert all(s.person.email.endswith("@demo.example") for s in crowd)
    assert Role.objects.filter(session=plenary, name=RoleName.PARTICIPANT).count() == 40
    assert [s.person.email for s in crowd if s.moderates] == ["crowd-moderator@demo.example"]


def test_the_same_people_come_again_and_leave_no_token_behind(plenary: Session) -> None:
    people.dismiss(people.enrol(plenary, 3, with_moderator=False))
    people.dismiss(people.enrol(plenary, 3, with_moderator=False))

    assert Person.objects.filter(email__startswith="crowd").count() == 3
    assert ApiToken.objects.filter(person__email__startswith="crowd", revoked_at=None).count() == 0


@override_settings(DEMONSTRATION_ALLOWED=False)
def test_production_settings_simulate_nobody(plenary: Session) -> None:
    with pytest.raises(Refused) as refused:
        people.enrol(plenary, 3, with_moderator=False)

    assert refused.value.code == "crowd.production"
    assert not Person.objects.filter(email__startswith="crowd").exists()


def test_without_a_site_the_command_says_what_to_start(db: None) -> None:
    with pytest.raises(CommandError, match="start the site first"):
        call_command("crowd", "--site", "http://127.0.0.1:9")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(tmp_path_factory.mktemp("crowded"), LIVE_LIMITS="enter=1000/1000")
    running.start()
    yield running
    running.stop()


def _crowded(site: Site, *words: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "manage.py", "crowd", "--site", site.url, *words],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    counted: dict[str, Any] = json.loads(done.stdout)
    return counted


@pytest.mark.live
def test_they_talk_ask_support_drop_and_come_back_in_the_live_session(site: Site) -> None:
    counted = _crowded(site, "--people", "8", "--minutes", "0.15", "--pace", "60")

    assert counted["said"] > 0
    assert counted["asked"] > 0
    assert counted["came back"] >= 1
    said = site.manage(
        "shell", "-v", "0", "-c",
        "from chat.models import Message\n"
        "print(Message.objects.filter(person__email__startswith='crowd').count())",
    )  # fmt: skip
    # What was said in the instant of leaving is stored, though nobody waited for the answer.
    assert counted["said"] <= int(said.split()[-1]) <= counted["said"] + 8
