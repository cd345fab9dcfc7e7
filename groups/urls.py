"""Addresses of working groups."""

from django.urls import path

from groups import views
from groups.plans import urls as plans
from groups.projects import urls as projects

app_name = "groups"

urlpatterns = [
    path("g/", views.group_list, name="list"),
    path("g/<slug:slug>/", views.detail, name="detail"),
    path("g/<slug:slug>/members/", views.members, name="members"),
    path("g/<slug:slug>/members/end/", views.end, name="end"),
    path("g/<slug:slug>/agree/", views.agree, name="agree"),
    *plans.urlpatterns,
    *projects.urlpatterns,
]
