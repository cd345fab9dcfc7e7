"""System checks: contradictions between settings that would lose events are named at start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

MEMORY = "channels.layers.InMemoryChannelLayer"


@register()
def one_process_in_memory(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse several server processes on the in-memory bell: they would not hear each other."""
    backend = settings.CHANNEL_LAYERS["default"]["BACKEND"]
    if backend == MEMORY and settings.WEB_PROCESSES > 1:
        return [
            Error(
                "WEB_PROCESSES is more than 1, but REDIS_URL is not set.",
                hint="Name a Redis with REDIS_URL, or run one process.",
                id="live.E001",
            )
        ]
    return []


@register()
def limits_are_whole(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse a command whose limit has no figures in LIVE_LIMITS."""
    from live.catalogue import commands  # noqa: PLC0415 - filled when all apps are ready

    return [
        Error(
            f"{entry.command.wire} names the limit {entry.command.limit!r}, "
            "which LIVE_LIMITS does not have.",
            id="live.E002",
        )
        for entry in commands()
        if entry.command.limit and entry.command.limit not in settings.LIVE_LIMITS
    ]
