"""Addresses of records: beside the session, all of a conference's together, and what came of them."""

from django.urls import path

from records import views
from records.deliveries import urls as deliveries

app_name = "records"
urlpatterns = [
    path("s/<uuid:session_id>/record/", views.record, name="record"),
    path("c/<slug:slug>/proceedings/", views.proceedings, name="proceedings"),
    *deliveries.urlpatterns,
]
