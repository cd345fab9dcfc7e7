"""Production settings: clean, complete or refused by name, and without anything made up."""

import http.client
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.services.postgres import PostgresServer
from tests.site import ROOT, Site

pytestmark = [pytest.mark.services, pytest.mark.timeout(120)]

PRODUCTION = {
    "CSPP_ENV": "production",
    "SECRET_KEY": "for this test only: as long and as mixed as it has to be, 0123456789",
    "ALLOWED_HOSTS": "conference.example,127.0.0.1",
    "EMAIL_URL": "smtp+tls://mailer:secret@mail.example:587",
    "DATABASE_URL": "postgres://cspp@database.example/cspp",
    "REDIS_URL": "redis://bell.example:6379/0",
}


def manage(folder: Path, environment: dict[str, str], *words: str) -> tuple[int, str]:
    """Run a command in these settings; returns its exit code and everything it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=os.environ | {"DATA_DIR": str(folder)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_deployment_check_is_clean(tmp_path: Path) -> None:
    code, told = manage(tmp_path, PRODUCTION, "check", "--deploy", "--fail-level", "WARNING")
    assert (code, told.strip()) == (0, "System check identified no issues (0 silenced).")


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL"])
def test_what_is_missing_is_named(tmp_path: Path, name: str) -> None:
    code, told = manage(tmp_path, PRODUCTION | {name: ""}, "check")
    assert code != 0
    assert f"{name} is not set: " in told
    assert list(tmp_path.iterdir()) == [], "no secret is made up in production"


def test_many_processes_without_a_bell_are_refused(tmp_path: Path) -> None:
    settings = PRODUCTION | {"REDIS_URL": "", "WEB_PROCESSES": "2"}
    code, told = manage(tmp_path, settings, "check")
    assert code != 0
    assert "WEB_PROCESSES is more than 1, but REDIS_URL is not set." in told


def test_nothing_made_up_comes_in(tmp_path: Path, postgres: PostgresServer) -> None:
    own = PRODUCTION | {"DATABASE_URL": postgres.create_migrated("production"), "REDIS_URL": ""}
    environment: dict[str, Any] = own
    site = Site(tmp_path, **environment)
    site.start()
    try:
        code, told = manage(tmp_path, own, "demo")
        assert code != 0
        assert "nothing made up goes in here" in told
        with pytest.raises(urllib.error.HTTPError, match="404"):
            ask(site, "/demo-sign-in/", b"email=organiser@demo.example")
        with ask(site, "/sign-in/") as answer:
            page = answer.read().decode()
            cookies = answer.headers.get_all("Set-Cookie") or []
        assert "demo" not in page
        assert [c.split("=")[0] for c in cookies] == ["__Host-csrftoken"]
        assert all("Secure" in cookie for cookie in cookies)
    finally:
        site.stop()


def ask(site: Site, path: str, body: bytes | None = None) -> http.client.HTTPResponse:
    """Ask as the proxy in front would, which speaks HTTPS to the world."""
    headers = {"X-Forwarded-Proto": "https"}
    request = urllib.request.Request(site.url + path, data=body, headers=headers)  # noqa: S310 - our own site's address
    answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=10)  # noqa: S310 - as above
    return answer
