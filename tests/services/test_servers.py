"""The real servers are real: they answer, forget or keep as they should, and come back on their address."""

from pathlib import Path

import psycopg
import pytest
import redis
from playwright.sync_api import Browser, expect

from tests.services.postgres import PostgresServer
from tests.services.redis import RedisServer


@pytest.mark.services
def test_postgres_keeps_over_a_kill_what_was_committed(postgres: PostgresServer) -> None:
    url = postgres.create_database("kept")
    with psycopg.connect(url, autocommit=True) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        connection.execute("CREATE TABLE said (text text)")
        connection.execute("INSERT INTO said VALUES ('Добрый день')")
    before = postgres.pid

    postgres.kill()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    postgres.start()

    assert postgres.pid != before
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT text FROM said").fetchall() == [("Добрый день",)]


@pytest.mark.services
def test_postgres_comes_back_after_a_restart_with_a_client_connected(
    postgres: PostgresServer,
) -> None:
    with psycopg.connect(postgres.url) as connection:
        postgres.restart()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")

    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.services
def test_postgres_does_not_run_as_root(postgres: PostgresServer) -> None:
    assert Path(f"/proc/{postgres.pid}").stat().st_uid != 0


@pytest.mark.services
def test_redis_forgets_over_a_kill(redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_server.url) as client:
        client.set("bell", "42")
        assert client.get("bell") == b"42"

        redis_server.kill()
        with pytest.raises(redis.ConnectionError):
            client.get("bell")
        redis_server.start()

        assert client.get("bell") is None


@pytest.mark.services
def test_redis_stops_when_asked(redis_server: RedisServer) -> None:
    redis_server.stop()
    with redis.Redis.from_url(redis_server.url) as client, pytest.raises(redis.ConnectionError):
        client.ping()

    redis_server.start()
    assert redis_server.is_ready()


@pytest.mark.browser
def test_chromium_shows_a_page_with_cyrillic(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content("<h1>Общественный диалог</h1>")
        expect(page.get_by_role("heading")).to_have_text("Общественный диалог")
