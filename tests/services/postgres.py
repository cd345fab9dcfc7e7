"""A PostgreSQL cluster of the test run's own."""

import contextlib
import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests import migrated, prepared
from tests.services.processes import (
    GONE_WITHIN,
    ServerProcess,
    identity,
    memory,
    unprivileged,
    wait_until,
)
from tests.services.programs import find_program

OWNER = "cspp"


def programs() -> Path:
    """Where initdb and postgres are; Debian keeps them off the PATH, a folder for each version."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if versions:
        return versions[-1].parent
    return Path(find_program("initdb", package="postgresql")).resolve().parent


# What the files of a cluster for tests take at most, in bytes.
ROOM = 2**30


def _version(initdb: Path) -> float:
    return float(initdb.parts[-3])


@dataclass(frozen=True)
class Demonstration:
    """A database in which the first start has been, and the tokens that were issued with it."""

    url: str
    issued: dict[str, str]


class PostgresServer(ServerProcess):
    """Durable as in production (fsync is on): what a test commits survives a kill.

    One `in_memory` has its files where no disk is waited for, for tests that empty tables all the time.
    """

    name = "postgres"

    def __init__(self, *, in_memory: bool = False) -> None:
        self.programs = programs()
        super().__init__(user=unprivileged(), under=memory(ROOM) if in_memory else None)
        self.data = self.folder / "data"

    @property
    def url(self) -> str:
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/{database}"

    def command(self) -> list[str]:
        return [
            str(self.programs / "postgres"),
            *("-D", str(self.data)),
            *("-p", str(self.port)),
            *("-c", "listen_addresses=127.0.0.1"),
            *("-c", "unix_socket_directories="),
        ]

    def is_ready(self) -> bool:
        try:
            with psycopg.connect(self.url, connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def create_database(self, name: str) -> str:
        """An empty database, and where to find it."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url_of(name)

    def create_demonstration(self, name: str) -> Demonstration:
        """A database with the demonstration, as the first start of a site leaves it."""
        file, issued = prepared.dump(
            self.programs / "pg_dump", lambda: self.create_migrated(f"{name}_lent")
        )
        return Demonstration(self._create_from(file, name), issued)

    def create_migrated(self, name: str) -> str:
        """A database with all tables and no row of ours, and where to find it."""
        file = migrated.dump(
            self.programs / "pg_dump", lambda: self.create_database(f"{name}_made")
        )
        return self._create_from(file, name)

    def _create_from(self, file: Path, name: str) -> str:
        url = self.create_database(name)
        psql = [str(self.programs / "psql"), "--quiet", "--set", "ON_ERROR_STOP=1"]
        command = [*psql, "--file", str(file), url]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        return url

    def start(self) -> None:
        if not self.data.exists():
            self._make_cluster()
        super().start()

    def stop(self) -> None:
        """Fast shutdown: open connections are cut, not waited for."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._gone()

    def kill(self) -> None:
        """Takes its helpers along: they hold the shared memory that the next start needs."""
        helpers = self._helpers()
        super().kill()
        for pid in helpers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until(
            lambda: not any(_is_alive(pid) for pid in helpers),
            "the server's helpers are gone",
            within=GONE_WITHIN,
        )

    def _helpers(self) -> list[int]:
        if self._process is None:
            return []
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def _make_cluster(self) -> None:
        made = subprocess.run(
            [
                str(self.programs / "initdb"),
                *("--pgdata", str(self.data)),
                *("--username", OWNER),
                *("--auth", "trust"),
                *("--encoding", "UTF8"),
                *("--locale", "C.UTF-8"),
                "--no-sync",
            ],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **identity(self.user),
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
