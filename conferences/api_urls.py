"""Addresses of conferences under /api/v1/."""

from django.urls import path

from conferences import api

urlpatterns = [
    path("conferences/", api.ConferenceList.as_view()),
    path("conferences/<slug:slug>/", api.ConferenceDetail.as_view()),
    path("conferences/<slug:slug>/register/", api.Register.as_view()),
    path("conferences/<slug:slug>/registrations/", api.RegistrationList.as_view()),
    path(
        "conferences/<slug:slug>/registrations/<uuid:registration>/confirm/",
        api.Confirm.as_view(),
    ),
    path(
        "conferences/<slug:slug>/registrations/<uuid:registration>/decline/",
        api.Decline.as_view(),
    ),
]
