"""Address of the sheet in the API, under its session."""

from django.urls import path

from attendance.api import AttendanceView

urlpatterns = [
    path(
        "sessions/<uuid:room_id>/attendance/",
        AttendanceView.as_view(),
        name="session-attendance",
    ),
]
