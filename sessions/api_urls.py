"""Addresses of sessions under /api/v1/, the kernel's doors into their rooms among them."""

from django.urls import include, path

from live.urls import room_doors
from sessions import agenda_api, api
from sessions.programme import api as star_api
from sessions.programme import releases_api

urlpatterns = [
    path("sessions/", api.SessionList.as_view(), name="session-list"),
    path("sessions/<uuid:room_id>/", api.SessionDetail.as_view(), name="session-detail"),
    path("sessions/<uuid:room_id>/people/", api.PeopleView.as_view(), name="session-people"),
    path("sessions/<uuid:room_id>/audit/", api.AuditView.as_view(), name="session-audit"),
    path("sessions/<uuid:room_id>/open/", api.OpenView.as_view(), name="session-open"),
    path("sessions/<uuid:room_id>/start/", api.StartView.as_view(), name="session-start"),
    path("sessions/<uuid:room_id>/end/", api.EndView.as_view(), name="session-end"),
    path("sessions/<uuid:room_id>/reopen/", api.ReopenView.as_view(), name="session-reopen"),
    path("sessions/<uuid:room_id>/agenda/", agenda_api.AgendaView.as_view(), name="session-agenda"),
    path("sessions/<uuid:room_id>/cancel/", api.CancelView.as_view(), name="session-cancel"),
    path("sessions/<uuid:room_id>/star/", star_api.StarView.as_view(), name="session-star"),
    path("conferences/<slug:slug>/releases/", releases_api.ReleaseList.as_view()),
    path("conferences/<slug:slug>/releases/<int:number>/", releases_api.ReleaseDetail.as_view()),
    path("me/agenda/", star_api.OwnAgenda.as_view(), name="own-agenda"),
    path("sessions/<uuid:room_id>/", include(room_doors("session"))),
]
