"""A Redis of the test run's own: it keeps nothing on disk, as a doorbell need not."""

import redis

from tests.services.processes import ServerProcess
from tests.services.programs import find_program


class RedisServer(ServerProcess):
    name = "redis"

    def __init__(self) -> None:
        self.program = find_program("redis-server", "valkey-server", package="redis-server")
        super().__init__()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return [
            self.program,
            *("--port", str(self.port)),
            *("--bind", "127.0.0.1"),
            *("--save", ""),
            *("--appendonly", "no"),
            *("--dir", str(self.folder)),
        ]

    def is_ready(self) -> bool:
        with redis.Redis.from_url(self.url, socket_timeout=2) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False
