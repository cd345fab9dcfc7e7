"""Address of the chat's history in the API, under its session."""

from django.urls import path

from chat.api import MessagesView

urlpatterns = [
    path("sessions/<uuid:room_id>/messages/", MessagesView.as_view(), name="session-messages"),
]
