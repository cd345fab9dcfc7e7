"""Addresses in the API of records, decisions and actions, recommendations and their way."""

from django.urls import path

from records.api import RecordView
from records.decisions.api import ActionsView, DecisionDetail, DecisionList
from records.recommendations.api_urls import urlpatterns as recommendations
from records.trail.api import TrailView

urlpatterns = [
    path("sessions/<uuid:room_id>/record/", RecordView.as_view(), name="session-record"),
    *recommendations,
    path("recommendations/<int:number>/trail/", TrailView.as_view(), name="recommendation-trail"),
    # Decisions and actions.
    path("decisions/", DecisionList.as_view(), name="decisions"),
    path("decisions/<int:number>/", DecisionDetail.as_view(), name="decision"),
    path("sessions/<uuid:room_id>/actions/", ActionsView.as_view(), name="session-actions"),
]
