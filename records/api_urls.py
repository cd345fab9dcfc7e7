"""Address of a record in the API, under its session."""

from django.urls import path

from records.api import RecordView
from records.recommendations.api_urls import urlpatterns as recommendations

urlpatterns = [
    path("sessions/<uuid:room_id>/record/", RecordView.as_view(), name="session-record"),
    *recommendations,
]
