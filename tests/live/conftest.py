"""A server for each test of the kernel that opens sockets."""

from collections.abc import AsyncIterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from tests.live import hall
from tests.live.serving import serving


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """Where the socket of an empty hall is, on the server that TEST_SERVER names."""
    hall.fresh()
    async with serving() as address:
        yield address
    # The thread of sync_to_async has a connection too; no test database can go while it is open.
    await sync_to_async(lambda: connection.close())()  # noqa: PLW0108 - looked up in that thread
