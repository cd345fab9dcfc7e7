"""Working groups in the back office; memberships are read there, and changed on the group's page."""

from django.contrib import admin
from django.http import HttpRequest

from groups.models import Group, Membership


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin[Group]):
    list_display = ("slug", "name_en", "name_ru", "position")
    search_fields = ("slug", "name_en", "name_ru")


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin[Membership]):
    """Read only: a membership ended here would shut no socket."""

    list_display = ("person", "group", "role", "joined_at", "ended_at")
    list_select_related = ("person", "group")
    list_filter = ("group", "role")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return False
