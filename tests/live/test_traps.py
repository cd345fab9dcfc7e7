"""Traps that were fallen into once, each with a test that stays.

- The in-memory layer wakes a waiter of another loop late: a thread's bell rings on the listener's loop.
- A command outside the server can't ring the in-memory bell: it is heard by the poll, within 2 s.
- No request signal fires in the kernel's threads, so a broken connection there is dropped by us.
- Persistent connections strand in the thread contexts of requests: CONN_MAX_AGE is 0, none is left.
- Django's test database for SQLite in shared memory has no WAL: ours is a file.
- `atomic()` takes SQLite's write lock for a read: entering reads while somebody writes.
- PostgreSQL's `now()` is taken before the wait for a lock: `at` is the clock after it.
- A listener that failed once is deaf for good unless somebody starts it again.
"""

import asyncio
import contextlib
import gc
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings as configured
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client as Browser

from accounts.models import Person
from live import bell, checks, clock, executor, fanout, hub, snapshots, streams, tickets
from live.fanout import listener
from live.hub import publish, run_unit
from live.models import Stream
from sessions.models import Session
from tests import build
from tests.live import hall
from tests.live.hall import HALL, CalledOut
from tests.live.serving import serving
from tests.live.sockets import client
from tests.site import Site

in_the_open = pytest.mark.django_db(transaction=True)
person = sync_to_async(build.person)


@pytest.fixture(autouse=True)
def empty_hall() -> None:
    hall.fresh()


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with serving() as address:
        yield address
    await sync_to_async(lambda: connection.close())()  # noqa: PLW0108 - looked up in that thread


def ticket_of(who: Person) -> str:
    return tickets.issue(HALL, who.pk, "test", 0)


def call(who: Person, text: str) -> None:
    try:
        hall.call(actor=who, text=text)
    finally:
        connection.close()


# The bell.


@pytest.mark.live
@in_the_open
async def test_a_thread_rings_on_the_loop_of_the_listener_and_no_poll_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fanout, "POLL_SECONDS", 3600.0)
    rung_on: list[asyncio.AbstractEventLoop] = []
    ring = bell._ring

    async def recorded(heads: dict[str, int]) -> None:
        rung_on.append(asyncio.get_running_loop())
        await ring(heads)

    monkeypatch.setattr(bell, "_ring", recorded)
    dan = await person("Dan")
    async with serving() as url, client(url) as a:
        await a.enter(ticket_of(dan))
        rung_on.clear()
        thread = threading.Thread(target=call, args=(dan, "from a thread"))
        thread.start()
        await a.hear("call.called", patience=2.0, text="from a thread")
        thread.join()
    assert rung_on == [asyncio.get_running_loop()]
    await sync_to_async(lambda: connection.close())()  # noqa: PLW0108 - looked up in that thread


@pytest.mark.live
@in_the_open
async def test_a_listener_that_has_stopped_is_rung_for_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its line would be full before long, and each further bell an error on the loop of the next."""
    layer = get_channel_layer()
    assert layer is not None
    groups: dict[str, set[str]] = {"added": set(), "discarded": set()}
    add, discard = layer.group_add, layer.group_discard

    async def added(group: str, channel: str) -> None:
        groups["added"].add(channel)
        await add(group, channel)

    async def discarded(group: str, channel: str) -> None:
        groups["discarded"].add(channel)
        await discard(group, channel)

    monkeypatch.setattr(layer, "group_add", added)
    monkeypatch.setattr(layer, "group_discard", discarded)
    dan = await person("Dan")
    async with serving() as url, client(url) as a:
        await a.enter(ticket_of(dan))
        assert len(groups["added"]) == 1
        assert not groups["discarded"]
    assert groups["discarded"] == groups["added"]


class Connecting:
    """A layer whose client swallows a cancellation while it connects, as that of Redis may."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()

    async def new_channel(self) -> str:
        self.begun.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        return "here"

    async def group_add(self, _group: str, _channel: str) -> None: ...

    async def group_discard(self, _group: str, _channel: str) -> None: ...

    async def receive(self, _channel: str) -> dict[str, object]:
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_listener_ends_although_its_layer_swallows_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A process that stops would wait for it, and a loop for ever."""
    layer = Connecting()
    monkeypatch.setattr(fanout, "get_channel_layer", lambda: layer)
    before = asyncio.all_tasks()
    started = fanout.Listener()
    started.start()
    tasks = asyncio.all_tasks() - before
    await layer.begun.wait()
    started.stop()
    _done, left = await asyncio.wait(tasks, timeout=5)
    assert not left


@pytest.mark.faults
@pytest.mark.timed
@pytest.mark.timeout(120)
def test_a_command_outside_the_server_is_heard_within_two_seconds(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.start()
    try:
        asyncio.run(heard_from_outside(site))
    finally:
        site.stop()


OUTSIDE = """
from accounts.models import Person
from chat import posts
from sessions.models import Session
posts.post(
    actor=Person.objects.get(email="p002@demo.example"),
    session=Session.objects.get(pk="{session}"),
    text="from outside",
)
"""


async def heard_from_outside(site: Site) -> None:
    token = site.tokens("p001@demo.example")["p001@demo.example"]
    session = site.ask("/api/v1/sessions/?state=live", token)["results"][0]["id"]
    got = site.ask(f"/api/v1/sessions/{session}/ticket/", token, {})
    async with client(got["url"]) as a:
        await a.enter(got["ticket"])
        script = OUTSIDE.format(session=session)
        await asyncio.to_thread(site.manage, "shell", "--verbosity", "0", "-c", script)
        await a.hear("message.posted", patience=2.0, text="from outside")


@pytest.mark.live
@in_the_open
async def test_a_listener_that_failed_is_started_again(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bell, "ring", lambda _heads: None)
    failures = 2
    heads = streams.heads

    def failing(names: Any) -> dict[str, int]:
        nonlocal failures
        if failures and threading.current_thread().name.startswith("live"):
            failures -= 1
            raise RuntimeError
        return heads(names)

    dan = await person("Dan")
    async with client(url) as a:
        await a.enter(ticket_of(dan))
        monkeypatch.setattr(streams, "heads", failing)
        await sync_to_async(hall.call)(actor=dan, text="late")
        await a.hear("call.called", patience=10.0, text="late")
    assert failures == 0
    assert listener() is not None


def test_several_processes_without_a_bell_between_them_are_an_error(settings: Any) -> None:
    settings.WEB_PROCESSES = 2
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": checks.MEMORY}}
    assert [error.id for error in checks.one_process_in_memory()] == ["live.E001"]
    settings.WEB_PROCESSES = 1
    assert checks.one_process_in_memory() == []


def test_redis_means_its_publish_and_subscribe() -> None:
    backend = configured.CHANNEL_LAYERS["default"]["BACKEND"]
    expected = "RedisPubSubChannelLayer" if configured.REDIS_URL else "InMemoryChannelLayer"
    assert backend.rpartition(".")[2] == expected


# Connections.


@in_the_open
async def test_a_connection_that_broke_in_a_kernel_thread_is_dropped_and_the_work_done_again() -> (
    None
):
    threads = executor.Executor(1, 8)
    before = await threads.run(lambda: id(connection.connection or connection.cursor()))
    tried: list[int] = []

    def work() -> int:
        tried.append(id(connection.connection))
        if len(tried) == 1:
            lose_connection()
        return Stream.objects.count()

    assert await threads.run(work) == 0
    assert len(tried) == 2
    assert await threads.run(lambda: connection.is_usable())  # noqa: PLW0108 - that thread's own
    assert before
    await asyncio.to_thread(threads.close)


def lose_connection() -> None:
    """Break this thread's connection as a restarted server does; SQLite has none to lose."""
    if connection.vendor != "postgresql":
        raise OperationalError("server closed the connection unexpectedly")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@in_the_open
async def test_a_verb_whose_connection_broke_is_done_once() -> None:
    dan = await person("Dan")
    threads = executor.Executor(1, 8)
    tried = 0

    def work() -> None:
        nonlocal tried

        def write(_unit: hub.Unit) -> None:
            nonlocal tried
            tried += 1
            publish(HALL, CalledOut(text="once", person=dan.pk))
            if tried == 1:
                lose_connection()

        run_unit(write)

    await threads.run(work)
    logged = await sync_to_async(streams.events_after)(str(HALL), 0)
    assert (tried, [event.seq for event in logged]) == (2, [1])
    await asyncio.to_thread(threads.close)


def open_connections() -> int:
    """Count the connections that this process holds, in whatever thread's context they lie."""
    # By type(): asking a lazy object for its class would make it load.
    kept = [each for each in gc.get_objects() if issubclass(type(each), BaseDatabaseWrapper)]
    return sum(each.connection is not None for each in kept)


@pytest.mark.live
@in_the_open
async def test_requests_leave_no_connection_behind(
    url: str, plenary: Session, dmitri: Person
) -> None:
    assert connection.settings_dict["CONN_MAX_AGE"] == 0
    browser = await sync_to_async(signed_in)(dmitri)
    address = f"{url.replace('ws://', 'http://').removesuffix('/live/')}/s/{plenary.pk}/log/"
    await asyncio.to_thread(fetch, address, browser, 3)
    before = open_connections()
    await asyncio.gather(*(asyncio.to_thread(fetch, address, browser, 5) for _ in range(4)))
    async with asyncio.timeout(5):
        while open_connections() > before:
            await asyncio.sleep(0.05)


def signed_in(who: Person) -> str:
    browser = Browser()
    browser.force_login(who)
    name = configured.SESSION_COOKIE_NAME
    return f"{name}={browser.cookies[name].value}"


def fetch(address: str, cookie: str, times: int) -> None:
    from urllib.request import Request, urlopen  # noqa: PLC0415 - only here

    for _ in range(times):
        request = Request(address, headers={"Cookie": cookie})  # noqa: S310 - our own server
        with urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
            assert answer.status == 200
            answer.read()


# The store.


@pytest.mark.django_db
def test_the_store_keeps_what_it_acknowledged_and_the_tests_run_on_the_same() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            asked = ("fsync", "synchronous_commit", "statement_timeout", "lock_timeout")
            assert [_shown(cursor, name) for name in asked] == ["on", "on", "5s", "2s"]
            return
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        assert [_pragma(cursor, name) for name in pragmas] == ["wal", 2, 1]
        assert Path(str(connection.settings_dict["NAME"])).is_file()


def _shown(cursor: Any, name: str) -> str:
    cursor.execute(f"SHOW {name}")
    return str(cursor.fetchone()[0])


def _pragma(cursor: Any, name: str) -> object:
    cursor.execute(f"PRAGMA {name}")
    return cursor.fetchone()[0]


class Writer:
    """A verb of another thread that has written, taken its locks, and waits before it commits."""

    def __init__(self, who: Person) -> None:
        self.who = who
        self.holds, self.may_commit = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._write)

    def __enter__(self) -> Self:
        self.thread.start()
        assert self.holds.wait(5)
        return self

    def __exit__(self, *_exc: object) -> None:
        self.may_commit.set()
        self.thread.join()

    def _write(self) -> None:
        def wait(_unit: hub.Unit) -> None:
            self.holds.set()
            assert self.may_commit.wait(10)

        def work(unit: hub.Unit) -> None:
            publish(HALL, CalledOut(text="held", person=self.who.pk))
            unit.finishers.append(wait)

        try:
            run_unit(work)
        finally:
            connection.close()


def in_a_thread(work: Callable[[], Any]) -> Any:
    """Return what work returns in a thread with a connection of its own."""

    def connected() -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(connected).result(timeout=10)


@in_the_open
def test_entering_reads_the_state_while_somebody_writes() -> None:
    dan = build.person("Dan")
    hall.call(actor=dan, text="before")
    admission = hall.Hall().admit(HALL.id, [dan])[dan.pk]
    with Writer(dan) as writer:
        caught = in_a_thread(lambda: snapshots.catch_up(HALL, dan.pk, admission, {}))
        assert writer.thread.is_alive(), "the writer has not committed"
    assert caught.as_of == {"room": 1, "me": 1}
    assert caught.snapshot["room"].text == '{"calls":["before"]}'
    assert streams.heads([str(HALL)]) == {str(HALL): 2}


@in_the_open
def test_all_that_a_state_is_read_from_is_of_one_instant() -> None:
    dan = build.person("Dan")

    def read() -> tuple[int, int]:
        with snapshots.reading():
            before = streams.heads([str(HALL)])[str(HALL)]
            in_a_thread(lambda: hall.call(actor=dan, text="meanwhile"))
            return before, len(streams.events_after(str(HALL), 0))

    assert in_a_thread(read) == (0, 0)
    assert streams.heads([str(HALL)]) == {str(HALL): 1}


@in_the_open
def test_an_event_is_stamped_after_the_wait_for_its_lock() -> None:
    dan = build.person("Dan")
    has_begun = threading.Event()

    def work(_unit: hub.Unit) -> None:
        # On PostgreSQL this fixes now(), long before the stream is ours.
        Stream.objects.count()
        has_begun.set()
        publish(HALL, CalledOut(text="second", person=dan.pk))

    with ThreadPoolExecutor(1) as pool:
        with Writer(dan):
            second = pool.submit(in_a_thread, lambda: run_unit(work))
            # SQLite lets it begin only when the first is done; then there is nothing to wait for.
            has_begun.wait(0.3)
            released = in_a_thread(clock.now)
        second.result(timeout=10)
    first, later = streams.events_after(str(HALL), 0)
    assert first.at <= later.at
    assert later.at >= released
