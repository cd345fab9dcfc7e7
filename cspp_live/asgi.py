"""The ASGI application: pages and API through Django, `/live/` through the kernel's consumer."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspp_live.settings")
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - needs the settings
from django.core.asgi import get_asgi_application  # noqa: E402
from django.urls import path  # noqa: E402

from live.consumer import LiveConsumer  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": URLRouter([path("live/", LiveConsumer.as_asgi())]),
    }
)
