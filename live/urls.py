"""Addresses of the kernel: health, and the doors that an app mounts for its kind of room."""

from django.urls import URLPattern, path

from live import health, views
from live.waiting import patient

app_name = "live"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]


def room_doors(kind: str) -> list[URLPattern]:
    """Return ticket, commands and events of a kind of room, under the API's `<kind>s/<id>/`."""
    return [
        path("ticket/", views.TicketView.as_view(kind=kind), name=f"{kind}-ticket"),
        path("commands/", views.CommandsView.as_view(kind=kind), name=f"{kind}-commands"),
        path("events/", patient(views.EventsView.as_view(kind=kind)), name=f"{kind}-events"),
    ]
