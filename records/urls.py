"""Addresses of records: beside the session, and all of a conference's together."""

from django.urls import path

from records import views
from records.recommendations.urls import urlpatterns as recommendations

app_name = "records"
urlpatterns = [
    path("s/<uuid:session_id>/record/", views.record, name="record"),
    path("c/<slug:slug>/proceedings/", views.proceedings, name="proceedings"),
    *recommendations,
]
