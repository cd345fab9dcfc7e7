"""`manage.py serve`: everything the embedded default needs, in one process."""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from live.duties import run_until
from live.server import DAPHNE_LIMITS, uvicorn_server
from portal.demonstration import is_wanted, sign_ins

PR_SET_PDEATHSIG = 1


class Command(BaseCommand):
    """Checks the port, takes the data folder, migrates, loads the demonstration, serves."""

    help = "Serve the platform (SERVER=uvicorn|daphne, PORT, HOST, DATA_DIR)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the switches of the embedded default."""
        parser.add_argument("--no-demo", action="store_true", help="load no demonstration")
        parser.add_argument(
            "--no-duties", action="store_true", help="leave the regular duties to `worker`"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Serve until stopped."""
        host, port, server = os.environ.get("HOST", "127.0.0.1"), _port(), _server()
        _check_port(host, port)
        with _data_folder() as lock:
            call_command("migrate", verbosity=0, interactive=False)
            if is_wanted() and not options["no_demo"]:
                call_command("demo", stdout=self.stdout)
            self._tell(host, port)
            if options["no_duties"]:
                _serve(server, host, port, lock)
                return
            with _duties():
                _serve(server, host, port, lock)

    def _tell(self, host: str, port: int) -> None:
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104 - compared
        self.stdout.write(f"\n  CSPP Live is at http://{shown}:{port}/\n")
        people = sign_ins()
        if people:
            self.stdout.write("  One-click demonstration sign-ins are on the front page:")
            for label, email in people:
                self.stdout.write(f"    {label}: {email}")
        self.stdout.write("  Stop with Ctrl-C.\n")
        self.stdout.flush()


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:  # noqa: PLR2004 - the last port
        msg = f"PORT is {text!r}: give a number from 1 to 65535, e.g. PORT=8001"
        raise CommandError(msg)
    return int(text)


def _server() -> str:
    server = os.environ.get("SERVER", "uvicorn")
    if server not in {"uvicorn", "daphne"}:
        msg = f"SERVER is {server!r}: choose uvicorn or daphne"
        raise CommandError(msg)
    return server


def _check_port(host: str, port: int) -> None:
    """Refuse a taken port before anything is migrated, and say the way out."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            msg = f"port {port} is in use, try PORT={port + 1}"
            raise CommandError(msg) from error


@contextlib.contextmanager
def _data_folder() -> Any:
    """Hold DATA_DIR for this process alone; the lock ends with the process, however it ends."""
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            msg = (
                f"another server is running on {folder}; stop it, or give this one a folder "
                "of its own with DATA_DIR=…"
            )
            raise CommandError(msg) from error
        lock.write(str(os.getpid()))
        lock.flush()
        yield lock


@contextlib.contextmanager
def _duties() -> Any:
    """Run the regular duties beside the server, in its process, so that its bell rings for them."""
    stop = threading.Event()
    thread = threading.Thread(target=run_until, args=(stop,), name="duties", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)


def _serve(server: str, host: str, port: int, lock: IO[str]) -> None:
    if server == "uvicorn":
        uvicorn_server(host, port).run()
    else:
        _run_daphne(host, port, lock)


def _run_daphne(host: str, port: int, lock: IO[str]) -> None:
    """Run daphne as a child that keeps the lock and dies with this process."""
    command = [sys.executable, "-m", "daphne", "-b", host, "-p", str(port), "-v", "0"]
    limits = [f"--{name.replace('_', '-')}={size}" for name, size in DAPHNE_LIMITS.items()]
    child = subprocess.Popen(
        [*command, *limits, "cspp_live.asgi:application"],
        pass_fds=(lock.fileno(),),
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - no thread has started that holds a lock
    )
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        code = child.wait()
    except KeyboardInterrupt:
        child.terminate()
        code = child.wait()
    if code not in {0, -signal.SIGTERM}:
        msg = f"daphne ended with code {code}"
        raise CommandError(msg)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
