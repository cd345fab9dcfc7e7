"""Rights that change while a socket of either server is open, with the bell there and with Redis down."""

import json
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.faults import company
from tests.faults.company import Company
from tests.faults.conftest import TwoServers
from tests.faults.figures import note

pytestmark = [
    pytest.mark.faults,
    pytest.mark.services,
    pytest.mark.timed,
    pytest.mark.timeout(120),
]

WITHIN = 2.0
# What the socket is closed with: removed for good, or: come back and see what is left to you.
CODES = {"ban": 4403, "removal of a role": 4401, "sign-out": 4401}

MODERATORS = """
from accounts.models import Person
from sessions import roles
from sessions.models import Session
session = Session.objects.get(pk={session!r})
organiser = Person.objects.get(email="organiser@demo.example")
for email in {emails!r}:
    person = Person.objects.get(email=email)
    roles.give_role(actor=organiser, session=session, person=person, name="moderator")
"""
CHANGES = """
import json, time
from accounts import people
from accounts.models import Person
from sessions import roles
from sessions.models import Session
session = Session.objects.get(pk={session!r})
organiser = Person.objects.get(email="organiser@demo.example")
operator, _ = Person.objects.get_or_create(
    email="operator@demo.example", defaults={{"is_superuser": True}}
)
def ban(person):
    people.set_rights(
        actor=operator, person=person, is_active=False, is_organiser=False, is_staff=False
    )
def take(person):
    roles.take_role(actor=organiser, session=session, person=person, name="moderator")
def sign_out(person):
    people.sign_out_everywhere(actor=person)
acts = {{"ban": ban, "removal of a role": take, "sign-out": sign_out}}
done = {{}}
for what, emails in {victims!r}.items():
    for email in emails:
        acts[what](Person.objects.get(email=email))
        done[email] = [time.monotonic(), time.time()]
print(json.dumps(done))
"""


def run(servers: TwoServers, script: str, **facts: Any) -> str:
    """Run a script as an operator's shell does: in a process without a listener."""
    return servers.sites[0].manage("shell", "--verbosity", "0", "-c", script.format(**facts))


@pytest.mark.parametrize("is_down", [False, True], ids=["with-redis", "redis-down"])
def test_rights_end_an_open_socket_within_two_seconds(
    two_servers: TwoServers, tmp_path: Path, *, is_down: bool
) -> None:
    tokens = two_servers.people(70, 75) if is_down else two_servers.people(60, 65)
    emails = list(tokens)
    victims = {what: emails[n : n + 2] for n, what in zip((0, 2, 4), CODES, strict=True)}
    seats = partial(company.seats, two_servers.sites, two_servers.session)
    sitting = seats(tokens, speakers=0, comes_back=False)
    speaking = seats(two_servers.people(1, 4), speakers=4, rate=3, ahead=5)
    run(two_servers, MODERATORS, session=two_servers.session, emails=victims["removal of a role"])
    with Company(tmp_path, sitting) as open_sockets, Company(tmp_path, speaking) as crowd:
        open_sockets.all_inside()
        crowd.all_inside()
        crowd.order("speak")
        crowd.until(lambda: crowd.latest("acknowledged") >= 10, "10 are said", within=20)
        if is_down:
            two_servers.redis.kill()
        printed = run(two_servers, CHANGES, session=two_servers.session, victims=victims)
        open_sockets.until(
            lambda: open_sockets.told("closed") == set(emails), "all are closed", within=10
        )
        crowd.settle()
        crowd.leave()
        records = {record["email"]: record for record in open_sockets.leave()}
    changed = json.loads(printed.strip().splitlines()[-1])
    took = {email: records[email]["closes"][0][1] - changed[email][0] for email in emails}
    note(
        f"rights-{'redis-down' if is_down else 'with-redis'}",
        seconds={what: max(took[email] for email in those) for what, those in victims.items()},
        codes={
            what: [records[e]["closes"][0][0] for e in those] for what, those in victims.items()
        },
    )
    for what, those in victims.items():
        for email in those:
            assert [code for code, _at in records[email]["closes"]] == [CODES[what]]
            assert took[email] <= WITHIN
            heard = [h for h in records[email]["heard"] if _instant(h[3]) > changed[email][1]]
            assert not heard, "no frame after the change"


def _instant(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()
