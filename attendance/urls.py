"""Addresses of the sheets, beside the session that they belong to, and of a conference's report."""

from django.urls import path

from attendance import desk, views

app_name = "attendance"
urlpatterns = [
    path("s/<uuid:session_id>/attendance/", views.sheet, name="sheet"),
    path("s/<uuid:session_id>/attendance/correct/", views.correct, name="correct"),
    *(
        path(f"s/<uuid:session_id>/attendance.{kind}", views.document, {"kind": kind}, name=kind)
        for kind in ("csv", "xlsx", "json")
    ),
    *(
        path(f"s/<uuid:session_id>/stays.{kind}", views.stays, {"kind": kind}, name=f"stays_{kind}")
        for kind in ("csv", "json")
    ),
    path("desk/c/<slug:slug>/attendance/", desk.conference, name="conference"),
    *(
        path(
            f"desk/c/<slug:slug>/attendance.{kind}",
            desk.document,
            {"kind": kind},
            name=f"conference_{kind}",
        )
        for kind in ("csv", "xlsx", "json")
    ),
]
