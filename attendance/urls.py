"""Addresses of the sheets, beside the session that they belong to."""

from django.urls import path

from attendance import views

app_name = "attendance"
urlpatterns = [
    path("s/<uuid:session_id>/attendance/", views.sheet, name="sheet"),
    path("s/<uuid:session_id>/attendance.csv", views.csv, name="csv"),
]
