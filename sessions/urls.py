"""Addresses of sessions: the room, the agenda, and the desk of who plans and moderates."""

from django.urls import path

from sessions import desk, views
from sessions.models import State

app_name = "sessions"

urlpatterns = [
    path("c/<slug:slug>/agenda/", views.agenda, name="agenda"),
    path("s/<uuid:session_id>/", views.detail, name="detail"),
    path("s/<uuid:session_id>/log/", views.log, name="log"),
    path("s/<uuid:session_id>/people/", views.people_here, name="people"),
    path("s/<uuid:session_id>/audit/", desk.audit, name="audit"),
    path("s/<uuid:session_id>/say/", views.command, name="command"),
    path("s/<uuid:session_id>/open/", desk.step, {"to": State.OPEN}, name="open"),
    path("s/<uuid:session_id>/start/", desk.step, {"to": State.LIVE}, name="start"),
    path("s/<uuid:session_id>/end/", desk.step, {"to": State.ENDED}, name="end"),
    path("s/<uuid:session_id>/cancel/", desk.step, {"to": State.CANCELLED}, name="cancel"),
    path("s/<uuid:session_id>/manage/", desk.manage, name="manage"),
    path("s/<uuid:session_id>/roles/", desk.give_role, name="give_role"),
    path("s/<uuid:session_id>/roles/<uuid:role_id>/", desk.take_role, name="take_role"),
    path("desk/c/<slug:slug>/sessions/", desk.desk, name="desk"),
    path("desk/c/<slug:slug>/sessions/new/", desk.new_session, name="new"),
    path("g/<slug:slug>/meetings/new/", desk.new_meeting, name="new_meeting"),
]
