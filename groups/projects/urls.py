"""Addresses of joint projects."""

from django.urls import path

from groups.projects import views

urlpatterns = [
    path("projects/", views.project_list, name="projects"),
    path("projects/<uuid:project_id>/", views.project_page, name="project"),
    path("projects/<uuid:project_id>/edit/", views.edit, name="edit_project"),
    path("projects/<uuid:project_id>/answer/", views.answer, name="answer_project"),
    path("projects/<uuid:project_id>/state/", views.turn, name="turn_project"),
    path("g/<slug:slug>/projects/new/", views.propose, name="propose_project"),
]
