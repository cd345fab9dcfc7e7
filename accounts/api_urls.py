"""REST addresses of people and organisations."""

from django.urls import path

from accounts import api

urlpatterns = [
    path("me/", api.MeView.as_view(), name="api-me"),
    path("organisations/", api.OrganisationsView.as_view(), name="api-organisations"),
]
