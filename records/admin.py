"""The operators' view of recommendations: to look and nothing else; an attempt to do more is written down."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.sign_ins import signed_in
from records.recommendations import attempts
from records.recommendations.models import AdoptedParagraph, Recommendation, Version

# A page of rows; who ticks more by a script is on record all the same.
_MOST_NOTED = 100


class _ReadOnly(admin.ModelAdmin[Any]):
    """Nobody adds, changes or deletes here; whoever tries is refused, and stands in the audit."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **options: Any
    ) -> HttpResponse:
        """Show the row; refuse what is sent."""
        self._refuse(request, object_id)
        return super().change_view(request, object_id, *args, **options)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        """Refuse."""
        self._refuse(request, object_id)
        return super().delete_view(request, object_id, *args)

    def changelist_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Show the rows; refuse what is to be done with those that are ticked."""
        if request.method == "POST":
            for object_id in request.POST.getlist("_selected_action")[:_MOST_NOTED]:
                self._note(request, object_id)
            raise PermissionDenied
        return super().changelist_view(request, *args, **options)

    def _refuse(self, request: HttpRequest, object_id: str) -> None:
        # Before Django's own transaction begins: its refusal would undo what is written here.
        if request.method == "POST" and self._note(request, object_id):
            raise PermissionDenied

    def _note(self, request: HttpRequest, object_id: str) -> bool:
        """Write the attempt down where it is of an adopted text; say whether there is such a row."""
        found = self.get_object(request, object_id)
        if found is None:
            return False
        recommendation = self.of(found)
        if recommendation.versions.exists():
            attempts.note(actor=signed_in(request), recommendation=recommendation)
        return True

    def of(self, row: Any) -> Recommendation:
        """Return the recommendation that a row belongs to."""
        raise NotImplementedError


@admin.register(Recommendation)
class RecommendationAdmin(_ReadOnly):
    list_display = ("__str__", "title_en", "title_ru", "group", "standing", "edition")
    list_filter = ("standing", "group")
    search_fields = ("title_en", "title_ru")
    list_select_related = ("group",)

    def of(self, row: Recommendation) -> Recommendation:
        return row


@admin.register(Version)
class VersionAdmin(_ReadOnly):
    list_display = ("__str__", "recommendation", "number", "title_en", "title_ru", "adopted_at")
    list_select_related = ("recommendation",)

    def of(self, row: Version) -> Recommendation:
        return row.recommendation


@admin.register(AdoptedParagraph)
class AdoptedParagraphAdmin(_ReadOnly):
    list_display = ("__str__", "version", "number")
    list_select_related = ("version",)

    def of(self, row: AdoptedParagraph) -> Recommendation:
        return row.version.recommendation
