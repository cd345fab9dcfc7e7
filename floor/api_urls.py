"""Address of the questions in the API, under their session."""

from django.urls import path

from floor.api import QuestionsView

urlpatterns = [
    path("sessions/<uuid:room_id>/questions/", QuestionsView.as_view(), name="session-questions"),
]
