"""Daphne in this process, on the loop of the test that asks for it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from twisted.internet import asyncioreactor
from twisted.logger import globalLogPublisher

from live.server import DAPHNE_LIMITS

GONE_WITHIN = 10.0
# Published without types that hold.
_log: Any = globalLogPublisher
_twisted: Any = asyncioreactor


@asynccontextmanager
async def serving_on_daphne(application: Any) -> AsyncIterator[int]:
    """Yield the port that daphne listens on; what it would only log as a failure is one at the end."""
    failures: list[Any] = []

    def note(event: dict[str, Any]) -> None:
        if "log_failure" in event:
            failures.append(event["log_failure"])

    reactor = _reactor()
    server, listening = _server(application)
    _log.addObserver(note)
    reactor.startRunning(installSignalHandlers=False)
    try:
        yield listening.getHost().port
    finally:
        await listening.stopListening().asFuture(asyncio.get_running_loop())
        await _all_gone(server)
        _log.removeObserver(note)
        _let_go(reactor)
    assert failures == []


def _reactor() -> Any:
    """Return Twisted's reactor on the running loop.

    Twisted has one reactor a process, and everything that imported it keeps it; pytest has a loop for
    each test. So the reactor stays the same object, and is made anew on each loop.
    """
    known = sys.modules.get("twisted.internet.reactor")
    if known is None:
        _twisted.install(asyncio.get_running_loop())
    else:
        _twisted.AsyncioSelectorReactor.__init__(known, asyncio.get_running_loop())
    return sys.modules["twisted.internet.reactor"]


def _let_go(reactor: Any) -> None:
    for reader in [*reactor.removeAll(), *reactor._internalReaders]:
        reader.connectionLost(None)


def _server(application: Any) -> tuple[Any, Any]:
    """Return daphne as `manage.py serve` starts it, and the port on which it listens already."""
    # Not before: daphne installs a reactor on a loop of its own where it finds none.
    from daphne import server as daphne  # noqa: PLC0415

    daphne.twisted_loop.close()
    server = daphne.Server(
        application,
        endpoints=["tcp:port=0:interface=127.0.0.1"],
        signal_handlers=False,
        verbosity=0,
        **DAPHNE_LIMITS,
    )
    listening: list[Any] = []
    server.listen_success = listening.append
    # Stopped before its start, it does all but run the reactor: the test's loop runs already.
    server.stop()
    server.run()
    return server, listening[0]


async def _all_gone(server: Any) -> None:
    """Cut what is still connected, and see each application to its end."""
    for protocol in list(server.connections):
        if protocol.transport is not None:
            protocol.transport.abortConnection()
    applications = [
        known["application_instance"]
        for known in server.connections.values()
        if "application_instance" in known
    ]
    async with asyncio.timeout(GONE_WITHIN):
        await asyncio.gather(*applications, return_exceptions=True)
