"""`manage.py serve` as an operator meets it: refused in words, killed, come back, on either server."""

import http.cookiejar
import os
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.sockets import client
from tests.services.processes import free_port
from tests.site import ROOT, Site, listening_pid

pytestmark = [pytest.mark.faults, pytest.mark.timed, pytest.mark.timeout(120)]

PARTICIPANT = "participant@demo.example"


def refused(folder: Path, **environment: str) -> str:
    """Start a server that must not start; returns the words with which it ended."""
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=os.environ | {"DATA_DIR": str(folder), "PORT": str(free_port())} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture(scope="module", params=["uvicorn", "daphne"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """One site for each server; a test that ends it starts it again."""
    running = Site(tmp_path_factory.mktemp("served"), request.param, begins_empty=True)
    running.start()
    yield running
    running.stop()


class Visitor:
    """A browser as far as this needs one: it keeps cookies."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def sign_in(self, email: str) -> None:
        """Use the demonstration's button."""
        self.get("/sign-in/")
        token = next(c.value for c in self.cookies if c.name == "csrftoken")
        form = urllib.parse.urlencode({"email": email, "csrfmiddlewaretoken": token})
        self._opener.open(self.site.url + "/demo-sign-in/", form.encode(), timeout=10).close()

    def get(self, path: str) -> str:
        with self._opener.open(self.site.url + path, timeout=10) as answer:
            return f"{answer.url}\n{answer.read().decode()}"


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = refused(tmp_path, PORT=str(port))
    assert f"port {port} is in use, try PORT={port + 1}" in told
    assert not (tmp_path / "db.sqlite3").exists(), "the port is looked at before the data"


@pytest.mark.parametrize("port", ["eight", "65536"])
def test_a_port_that_is_none_is_named(tmp_path: Path, port: str) -> None:
    assert f"PORT is {port!r}: give a number from 1 to 65535" in refused(tmp_path, PORT=port)


def test_an_unknown_server_is_named(tmp_path: Path) -> None:
    told = refused(tmp_path, SERVER="gunicorn")
    assert "SERVER is 'gunicorn': choose uvicorn or daphne" in told


def test_killed_it_is_back_with_everybody_signed_in(site: Site) -> None:
    visitor = Visitor(site)
    visitor.sign_in(PARTICIPANT)
    assert PARTICIPANT in visitor.get("/me/")

    site.kill()
    assert site.process is not None
    assert site.process.returncode != 0, "whoever watches over it has to notice"
    site.start()

    told = visitor.get("/me/")
    assert told.startswith(f"{site.url}/me/\n")
    assert PARTICIPANT in told


def test_a_second_server_on_the_same_data_refuses(site: Site) -> None:
    told = refused(site.folder)
    assert f"another server is running on {site.folder}" in told
    assert "DATA_DIR=" in told
    assert Visitor(site).get("/healthz")


def test_what_it_holds_is_free_when_its_first_process_is_killed(site: Site) -> None:
    """Daphne is a child of the process that one sees; it must not outlive it."""
    assert site.process is not None
    before = listening_pid(site.port)
    site.process.send_signal(signal.SIGKILL)
    site.process.wait(timeout=10)
    site.start()
    assert listening_pid(site.port) != before


def test_asked_to_stop_it_ends_without_complaint(site: Site) -> None:
    """Uvicorn passes the signal on to itself once it is done, as a shell expects."""
    site.stop()
    told = (site.folder / "serve.log").read_text()
    assert told.rstrip().endswith("Stop with Ctrl-C.")
    assert site.process is not None
    assert site.process.returncode in {0, -signal.SIGTERM}
    site.start()


async def test_it_carries_a_chat(site: Site) -> None:
    people = site.tokens(PARTICIPANT, "p001@demo.example")
    rooms = site.ask("/api/v1/sessions/?state=live", people[PARTICIPANT])["results"]
    door = f"/api/v1/sessions/{rooms[0]['id']}/ticket/"
    speaks, hears = (site.ask(door, token, {}) for token in people.values())
    async with client(speaks["url"]) as speaker, client(hears["url"]) as hearer:
        assert (await speaker.enter(speaks["ticket"]))["ok"]
        assert (await hearer.enter(hears["ticket"]))["ok"]
        said = await speaker.say("message.post", text="Слышно?")
        assert said["ok"], said
        heard = await hearer.hear("message.posted", text="Слышно?")
        assert heard["seq"] == said["data"]["seq"]
