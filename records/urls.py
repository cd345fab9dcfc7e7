"""Addresses of records: beside the session, all of a conference's together, and what came of them."""

from django.urls import path

from records import views
from records.decisions import views as decision_views
from records.deliveries import urls as deliveries
from records.recommendations.urls import urlpatterns as recommendations

app_name = "records"
urlpatterns = [
    path("s/<uuid:session_id>/record/", views.record, name="record"),
    path("c/<slug:slug>/proceedings/", views.proceedings, name="proceedings"),
    *recommendations,
]

# Decisions and actions: for everyone to read, and beside the room in which they are taken.
urlpatterns += [
    path("records/decisions/", decision_views.decisions, name="decisions"),
    path("records/decisions/<int:number>/", decision_views.decision, name="decision"),
    path("s/<uuid:session_id>/decisions/", decision_views.of_session, name="session_decisions"),
    path("s/<uuid:session_id>/decisions/take/", decision_views.take, name="take_decision"),
    path(
        "s/<uuid:session_id>/decisions/<uuid:decision_id>/",
        decision_views.decision_desk,
        name="decision_desk",
    ),
    path("s/<uuid:session_id>/actions/<uuid:action_id>/", decision_views.action, name="action"),
    *deliveries.urlpatterns,
]
