"""A whole site of its own for a test: `manage.py serve` in a process, on a free port and folder."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from tests import prepared
from tests.services.processes import free_port

ROOT = Path(settings.BASE_DIR)
START_PATIENCE = 60.0


class Site:
    """Starts, kills and starts again one server on one data folder.

    The demonstration is in it as a first start of its own would have left it; a site that `begins_empty`
    makes that start itself. One on another database than the file in its folder finds there what the
    caller has put in, and the caller names the tokens that were issued with it.
    """

    def __init__(
        self,
        folder: Path,
        server: str = os.environ.get("TEST_SERVER", "uvicorn"),
        *,
        program: Sequence[str] = (sys.executable, "manage.py"),
        begins_empty: bool = False,
        issued: dict[str, str] | None = None,
        **environment: str,
    ) -> None:
        self.folder = folder
        self.program = list(program)
        self.issued = issued or {}
        if not (begins_empty or "DATABASE_URL" in environment):
            self.issued = prepared.fill(folder)
        self.words = ["serve", "--no-demo"] if self.issued else ["serve"]
        self._begun = 0.0
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        self.environment = kept | {
            "DATA_DIR": str(folder),
            "PORT": str(self.port),
            "SERVER": server,
            **environment,
        }

    @property
    def url(self) -> str:
        """Return where the site is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Start and wait until it takes traffic; returns the seconds that took."""
        self.begin()
        return self.until_ready()

    def begin(self) -> None:
        """Start, and leave it to `until_ready` to wait: two sites may begin beside each other."""
        self._begun = time.monotonic()
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.program, *self.words],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def until_ready(self) -> float:
        """Wait until the site that has begun takes traffic; returns the seconds since it began."""
        while not self._is_ready():
            seconds = time.monotonic() - self._begun
            ended = self.process is None or self.process.poll() is not None
            if ended or seconds > START_PATIENCE:
                raise AssertionError((self.folder / "serve.log").read_text())
            time.sleep(0.05)
        return time.monotonic() - self._begun

    def kill(self) -> None:
        """SIGKILL whoever holds the listening socket, and see it gone."""
        pid = listening_pid(self.port)
        os.kill(pid, signal.SIGKILL)
        if self.process is not None:
            self.process.wait(timeout=10)
        while Path(f"/proc/{pid}/stat").exists():
            state = Path(f"/proc/{pid}/stat").read_text().split()[2]
            if state == "Z":
                break

    def stop(self) -> None:
        """Stop as an operator would."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def manage(self, *words: str) -> str:
        """Run a command on the site's data; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def tokens(self, *emails: str) -> dict[str, str]:
        """Return an API token for each person: issued with the demonstration, else by a process now."""
        if self.issued.keys() >= set(emails):
            return {email: self.issued[email] for email in emails}
        script = (
            "import json,sys; from accounts.models import Person; from accounts import tokens; "
            f"print(json.dumps({{e: tokens.issue(Person.objects.get(email=e)) for e in {emails!r}}}))"
        )
        printed = self.manage("shell", "--verbosity", "0", "-c", script)
        found: dict[str, str] = json.loads(printed.strip().splitlines()[-1])
        return found

    def ask(self, path: str, token: str, body: dict[str, Any] | None = None) -> Any:
        """Return the JSON that the API answers to a GET, or to a POST of a body."""
        request = urllib.request.Request(  # noqa: S310 - our own site's address
            self.url + path,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
            return json.load(answer)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + "/readyz", timeout=1) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False


def listening_pid(port: int) -> int:
    """Return the process that holds the listening socket of a port, as the kernel's tables say."""
    inode = ""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        parts = line.split()
        if parts[3] == "0A" and int(parts[1].split(":")[1], 16) == port:
            inode = parts[9]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            links = [fd.readlink() for fd in (process / "fd").iterdir()]
        except OSError:
            continue
        if Path(f"socket:[{inode}]") in links:
            return int(process.name)
    raise AssertionError(f"nobody listens on port {port}")
