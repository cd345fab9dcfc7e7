"""Addresses of working groups under /api/v1/."""

from django.urls import path

from groups import api

urlpatterns = [
    path("groups/", api.GroupList.as_view()),
    path("groups/<slug:slug>/", api.GroupDetail.as_view()),
]
