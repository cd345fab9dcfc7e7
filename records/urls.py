"""Addresses of records: beside the session, and all of a conference's together."""

from django.urls import path

from records import views

app_name = "records"
urlpatterns = [
    path("s/<uuid:session_id>/record/", views.record, name="record"),
    path("c/<slug:slug>/proceedings/", views.proceedings, name="proceedings"),
]
