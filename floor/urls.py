"""Addresses of a session's questions: the whole list, the form that asks, and each by itself."""

from django.urls import path

from floor import views

app_name = "floor"
urlpatterns = [
    path("s/<uuid:session_id>/questions/", views.questions, name="questions"),
    path("s/<uuid:session_id>/questions/ask/", views.ask, name="ask"),
    path("s/<uuid:session_id>/questions/<uuid:question_id>/", views.question, name="question"),
]
