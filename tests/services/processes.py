"""Servers as processes of the test run's own: on a free port, in a folder of their own, ended by process id."""

import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

READY_WITHIN = 30.0
GONE_WITHIN = 30.0


def free_port() -> int:
    """A port that nobody listens on, below the range that the system gives to outgoing connections."""
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def wait_until(holds: Callable[[], bool], what: str, *, within: float) -> None:
    """Asks until the answer is yes: a server tells nobody when it is ready, so it has to be asked."""
    deadline = time.monotonic() + within
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {within:g} s: {what}")
        time.sleep(0.02)


def unprivileged() -> str | None:
    """Whom to run a server as that refuses root; None where we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in accounts else "nobody"


class Identity(TypedDict, total=False):
    user: str
    group: int
    extra_groups: list[int]


def identity(user: str | None) -> Identity:
    """For subprocess: a process that has the rights of this user and none of root's."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def memory(size: int) -> Path | None:
    """Return a folder whose files lie in memory, if there is one with so many bytes free."""
    folder = Path("/dev/shm")  # noqa: S108 - a server makes a folder of its own in it
    return folder if folder.is_dir() and shutil.disk_usage(folder).free >= size else None


class ServerProcess(ABC):
    """One server: its port and folder stay over stop, kill and start, so that clients can come back to it."""

    name: str

    def __init__(self, *, user: str | None = None, under: Path | None = None) -> None:
        self.user = user
        self.port = free_port()
        # Not pytest's tmp_path: root's is closed to the user that the server runs as.
        self.folder = Path(tempfile.mkdtemp(prefix=f"cspp-live-{self.name}-", dir=under))
        self.log = self.folder / "log"
        self.log.touch()
        if user:
            shutil.chown(self.folder, user)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """Where a client finds it, as the settings write it."""

    @abstractmethod
    def command(self) -> list[str]:
        """The server itself, in the foreground."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether a client gets an answer."""

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError(f"{self.name} is not running")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it was started, and neither stopped nor killed since."""
        return self._process is not None

    def start(self) -> None:
        """Returns when the server answers; one that ended instead raises with the end of its log."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A Ctrl-C at the terminal is for pytest, which then ends its servers in order.
                start_new_session=True,
                **identity(self.user),
            )
        try:
            wait_until(self._answers, f"{self.name} answers", within=READY_WITHIN)
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """Ends it as an operator would: it finishes its work first."""
        if self._process is not None:
            self._process.terminate()
            self._gone()

    def kill(self) -> None:
        """Ends it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._gone()

    def restart(self) -> None:
        self.stop()
        self.start()

    def discard(self) -> None:
        self.kill()
        shutil.rmtree(self.folder)

    def _gone(self) -> None:
        if self._process is not None:
            self._process.wait(GONE_WITHIN)
            self._process = None

    def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            end = self.log.read_text(errors="replace")[-2000:]
            raise RuntimeError(f"{self.name} ended at its start. Its log:\n{end}")
        return self.is_ready()
