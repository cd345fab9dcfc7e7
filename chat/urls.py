"""Addresses of a session's chat: all that was said, and each message by itself."""

from django.urls import path

from chat import views

app_name = "chat"
urlpatterns = [
    path("s/<uuid:session_id>/chat/", views.history, name="history"),
    path("s/<uuid:session_id>/chat/<uuid:message_id>/", views.message, name="message"),
]
