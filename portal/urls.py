"""Addresses of the front door and of the desk."""

from django.urls import path

from portal import views
from portal.styleguide.views import page as styleguide

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", views.desk, name="desk"),
    path("desk/mail/", views.mail, name="mail"),
    path("desk/mail/<uuid:letter_id>/", views.send_again, name="send_again"),
    path("robots.txt", views.robots, name="robots"),
    path("styleguide/", styleguide, name="styleguide"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
]
