"""All addresses: each app brings its own, the API under /api/v1/."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView

from kit import script_texts
from portal import api_reference

handler400 = "kit.troubles.unreadable"
handler404 = "kit.troubles.not_found"
handler500 = "kit.troubles.broken"

api: list[URLPattern | URLResolver] = [
    path("", include("accounts.api_urls")),
    path("", include("conferences.api_urls")),
    path("", include("groups.api_urls")),
    path("", include("sessions.api_urls")),
    path("", include("chat.api_urls")),
    path("", include("floor.api_urls")),
    path("", include("attendance.api_urls")),
    path("", include("records.api_urls")),
    path("", include("grants.api_urls")),
    path("", include("portal.api_urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", api_reference.page, name="docs"),
]

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("portal.news.urls")),
    path("", include("portal.search.urls")),
    path("", include("live.urls")),
    path("", include("accounts.urls")),
    path("", include("conferences.urls")),
    path("", include("groups.urls")),
    path("", include("sessions.urls")),
    path("", include("chat.urls")),
    path("", include("floor.urls")),
    path("", include("attendance.urls")),
    path("", include("records.urls")),
    path("", include("grants.urls")),
    path("", include("accounts.sign_in_urls")),
    path("api/v1/", include(api)),
    path("i18n/", set_language, name="set_language"),
    path("jsi18n/", script_texts.catalogue, name="javascript-catalog"),
    path("back-office/", admin.site.urls),
]
