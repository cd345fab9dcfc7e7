"""The operators' view of sessions: to look, seldom to change; organisers have their desk."""

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from sessions import queries
from sessions.models import Session


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin[Session]):
    list_display = ("__str__", "host", "state", "starts_at", "ends_at")
    list_filter = ("state", "conference", "group")
    search_fields = ("title_en", "title_ru")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    # The life of a session is its log's: a state or a stage written here would be told to nobody.
    readonly_fields = (
        "state",
        "opened_at",
        "started_at",
        "ended_at",
        "stage_kind",
        "stage_url",
    )

    def get_readonly_fields(
        self, request: HttpRequest, obj: Session | None = None
    ) -> tuple[str, ...]:
        """Leave the host as it is once there is a session: who may enter hangs on it."""
        return (
            self.readonly_fields if obj is None else (*self.readonly_fields, "conference", "group")
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        """Fetch hosts along."""
        return queries.with_shown(super().get_queryset(request))
