"""Addresses in the API: of a record under its session, and of a recommendation's way."""

from django.urls import path

from records.api import RecordView
from records.trail.api import TrailView

urlpatterns = [
    path("sessions/<uuid:room_id>/record/", RecordView.as_view(), name="session-record"),
    path("recommendations/<int:number>/trail/", TrailView.as_view(), name="recommendation-trail"),
]
