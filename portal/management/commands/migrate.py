"""`manage.py migrate`: Django's own, by one process at a time on one PostgreSQL database."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# The name of the lock among a database's advisory locks: any number that nothing else here takes.
LOCK = 0x4353_5050_4D49_4752
_ASKED_EVERY = 0.2


class Command(migrate.Command):
    """Django's command, which has no lock: two servers that start together would do the same work at once."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate once no other process does; a statement may take as long as its table is large."""
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        with _alone(connection), _unhurried(connection):
            super().handle(*args, **options)


@contextmanager
def _alone(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Hold the lock; it ends with the connection, however the process ends.

    It is asked for again and again: one long wait would be cut short by the limits on statements and
    locks, which hold for every connection.
    """
    while not _asked(connection, "SELECT pg_try_advisory_lock(%s)"):
        time.sleep(_ASKED_EVERY)
    try:
        yield
    finally:
        if connection.is_usable():
            _asked(connection, "SELECT pg_advisory_unlock(%s)")


def _asked(connection: BaseDatabaseWrapper, question: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [LOCK])
        return bool(cursor.fetchone()[0])


@contextmanager
def _unhurried(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Lift the limit on how long a statement may take; how long it waits for a table stays limited."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        (limit,) = cursor.fetchone()
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, false)", [limit])
