"""Conferences in the back office, for what the desk does not offer; registrations are read there."""

from django.contrib import admin
from django.http import HttpRequest

from conferences.models import Conference, Registration, Room, Speaker, Track


@admin.register(Conference)
class ConferenceAdmin(admin.ModelAdmin[Conference]):
    list_display = ("slug", "title_en", "title_ru", "starts_on", "is_public")
    search_fields = ("slug", "title_en", "title_ru")


@admin.register(Track, Room)
class PlaceAdmin(admin.ModelAdmin[Track | Room]):
    list_display = ("name_en", "name_ru", "conference")
    list_select_related = ("conference",)
    list_filter = ("conference",)
    search_fields = ("name_en", "name_ru")


@admin.register(Speaker)
class SpeakerAdmin(admin.ModelAdmin[Speaker]):
    list_display = ("name_en", "name_ru", "conference")
    list_select_related = ("conference",)
    list_filter = ("conference",)
    search_fields = ("name_en", "name_ru")
    raw_id_fields = ("person",)


@admin.register(Registration)
class RegistrationAdmin(admin.ModelAdmin[Registration]):
    """Read only: a state changed here would write no letter and shut no socket."""

    list_display = ("person", "conference", "state", "registered_at")
    list_select_related = ("person", "conference")
    list_filter = ("conference", "state")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Registration | None = None) -> bool:
        return False
