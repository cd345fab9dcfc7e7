"""The operators' back office: look, name the programme, and settle who may what."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest

from accounts import people
from accounts.deeds import AuditEntry
from accounts.models import Organisation, Person, Programme, Side
from accounts.sign_ins import signed_in


class SideInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Side
    extra = 0


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    inlines = (SideInline,)
    list_display = ("short_name", "name_en", "name_ru", "languages")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow the first programme only: there is never a second."""
        return super().has_add_permission(request) and not Programme.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Programme | None = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("__str__", "name_ru", "country", "translation_state")
    list_filter = ("translation_state",)
    search_fields = ("name_en", "name_ru")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """People say themselves who they are; here one sees it, and settles their rights."""

    list_display = ("email", "name", "shown_as", "is_organiser", "is_active", "joined_at")
    list_filter = ("is_organiser", "is_active", "is_demonstration")
    search_fields = ("email", "name")
    fields = (
        "email", "name", "organisation", "country", "language", "zone", "shown_as", "pseudonym",
        "joined_at", "last_login", "is_active", "is_organiser", "is_staff",
    )  # fmt: skip
    readonly_fields = fields[:10]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Person, form: "ModelForm[Person]", change: Any
    ) -> None:
        """Set the rights by the verb, so that open sockets hear of it."""
        people.set_rights(
            actor=signed_in(request),
            person=obj,
            is_active=obj.is_active,
            is_organiser=obj.is_organiser,
            is_staff=obj.is_staff,
        )


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read only: what was done stays written as it was."""

    list_display = ("at", "act", "actor", "person", "room", "reason")
    list_filter = ("act",)
    search_fields = ("actor", "person", "room")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
