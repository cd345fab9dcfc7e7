"""The ASGI application: pages and API through Django, `/live/` through the kernel's consumer."""

import os
import warnings
from typing import Any

import django

# WhiteNoise hands Django a file to be sent by a thread; that it is read in one go is known and small.
warnings.filterwarnings(
    "ignore", message="StreamingHttpResponse must consume synchronous iterators"
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspp_live.settings")
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - needs the settings
from django.core.asgi import get_asgi_application  # noqa: E402
from django.urls import path, re_path  # noqa: E402

from live import interpreter  # noqa: E402
from live.consumer import LiveConsumer  # noqa: E402

# Channels' router takes ASGI applications where Django's own typing expects views.
socket_at: Any = path
any_other: Any = re_path


async def nothing_here(_scope: Any, _receive: Any, send: Any) -> None:
    """Shut out a socket to any other address; Channels' router would log an exception for each."""
    await send({"type": "websocket.close"})


application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": URLRouter(
            [socket_at("live/", LiveConsumer.as_asgi()), any_other("", nothing_here)]
        ),
    }
)
interpreter.settle()
