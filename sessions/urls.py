"""Addresses of sessions: the room, the agenda, and the desk of who plans and moderates."""

from django.urls import path

from sessions import desk, entry, preparing, views
from sessions.calendars import views as calendars
from sessions.importing import desk as import_desk
from sessions.meetings import doors
from sessions.meetings import views as meetings
from sessions.paper import views as paper_views
from sessions.programme import desk as programme_desk
from sessions.programme import views as agenda_views
from sessions.reports import views as reports
from sessions.schedules import serving as exporting

app_name = "sessions"

urlpatterns = [
    path("c/<slug:slug>/agenda/print/", paper_views.printed, name="agenda_print"),
    path("c/<slug:slug>/agenda.pdf", paper_views.document, name="agenda_pdf"),
    path("c/<slug:slug>/schedule.xml", exporting.schedule, {"kind": "xml"}, name="schedule_xml"),
    path("c/<slug:slug>/schedule.json", exporting.schedule, {"kind": "json"}, name="schedule_json"),
    path("c/<slug:slug>/agenda.ics", calendars.conference_calendar, name="conference_calendar"),
    path("calendars/<str:key>/agenda.ics", calendars.my_calendar, name="my_calendar"),
    path("calendars/<str:key>/<slug:slug>.ics", calendars.group_calendar, name="group_calendar"),
    path("me/calendars/renew/", calendars.renew_addresses, name="renew_calendars"),
    path("c/<slug:slug>/agenda/", agenda_views.agenda, name="agenda"),
    path("c/<slug:slug>/changes/", programme_desk.changes, name="changes"),
    path("c/<slug:slug>/changes/<int:number>/", programme_desk.release, name="release"),
    path("desk/c/<slug:slug>/releases/", programme_desk.desk_releases, name="desk_releases"),
    path("desk/c/<slug:slug>/releases/<int:number>/", programme_desk.words, name="release_words"),
    path("desk/c/<slug:slug>/warnings/", programme_desk.desk_warnings, name="desk_warnings"),
    path("desk/c/<slug:slug>/copy/", programme_desk.copy, name="copy"),
    path("me/agenda/", agenda_views.own, name="own"),
    path("me/agenda/stars/", agenda_views.mark, name="mark"),
    path("s/<uuid:session_id>/", views.detail, name="detail"),
    path("s/<uuid:session_id>/console/", views.console, name="console"),
    path("s/<uuid:session_id>/entry/", entry.choose, name="entry"),
    path("s/<uuid:session_id>/log/", views.log, name="log"),
    path("s/<uuid:session_id>/people/", views.people_here, name="people"),
    path("s/<uuid:session_id>/audit/", desk.audit, name="audit"),
    path("s/<uuid:session_id>/say/", views.command, name="command"),
    path("s/<uuid:session_id>/open/", desk.step, {"name": "open"}, name="open"),
    path("s/<uuid:session_id>/start/", desk.step, {"name": "start"}, name="start"),
    path("s/<uuid:session_id>/end/", desk.step, {"name": "end"}, name="end"),
    path("s/<uuid:session_id>/cancel/", desk.step, {"name": "cancel"}, name="cancel"),
    path("s/<uuid:session_id>/reopen/", desk.step, {"name": "reopen"}, name="reopen"),
    path("s/<uuid:session_id>/manage/", desk.manage, name="manage"),
    path("s/<uuid:session_id>/manage/agenda/", preparing.plan, name="plan"),
    path("s/<uuid:session_id>/manage/stage/", preparing.stage, name="stage"),
    path("s/<uuid:session_id>/manage/materials/", preparing.add_material, name="add_material"),
    path(
        "s/<uuid:session_id>/manage/materials/<uuid:material_id>/",
        preparing.remove_material,
        name="remove_material",
    ),
    path("s/<uuid:session_id>/manage/reports/", reports.lay_out, name="lay_out_reports"),
    path("s/<uuid:session_id>/reports/<slug:slug>/", reports.slides, name="report_slides"),
    path("s/<uuid:session_id>/roles/", desk.give_role, name="give_role"),
    path("s/<uuid:session_id>/roles/<uuid:role_id>/", desk.take_role, name="take_role"),
    path("desk/c/<slug:slug>/sessions/", desk.desk, name="desk"),
    path("desk/c/<slug:slug>/sessions/new/", desk.new_session, name="new"),
    path("desk/imports/", import_desk.desk, name="imports"),
    path("desk/imports/programme.xlsx", import_desk.sheet, name="import_sheet"),
    path("desk/imports/past/<uuid:import_id>/", import_desk.past, name="import_past"),
    path("desk/imports/past/<uuid:import_id>/undo/", import_desk.undo, name="import_undo"),
    path("desk/imports/<uuid:job_id>/", import_desk.job, name="import_job"),
    path("desk/imports/<uuid:job_id>/choices/", import_desk.choices, name="import_choices"),
    path("desk/imports/<uuid:job_id>/layout/", import_desk.layout, name="import_layout"),
    path("desk/imports/<uuid:job_id>/start/", import_desk.start, name="import_start"),
    path("desk/imports/<uuid:job_id>/discard/", import_desk.discard, name="import_discard"),
    path("g/<slug:slug>/meetings/new/", meetings.plan_meeting, name="new_meeting"),
    path(
        "g/<slug:slug>/meetings/<uuid:session_id>/", meetings.change_meeting, name="change_meeting"
    ),
    path(
        "g/<slug:slug>/meetings/<uuid:session_id>/cancel/",
        meetings.cancel_meeting,
        name="cancel_meeting",
    ),
    path(
        "g/<slug:slug>/meetings/<uuid:session_id>/invite/",
        meetings.invite_members,
        name="invite_members",
    ),
    path("join/", doors.enter, name="enter_by_link"),
    path("join/<str:key>/", doors.follow, name="join"),
]
