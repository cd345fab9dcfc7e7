"""Addresses of conferences and of their organisers' desk."""

from django.urls import path

from conferences import desk, views

app_name = "conferences"

urlpatterns = [
    path("c/", views.conference_list, name="list"),
    path("c/<slug:slug>/", views.detail, name="detail"),
    path("c/<slug:slug>/register/", views.register, name="register"),
    path("c/<slug:slug>/register/withdraw/", views.withdraw, name="withdraw"),
    path("c/<slug:slug>/people/", views.people, name="people"),
    path("desk/new-conference/", desk.desk_new, name="desk_new"),
    path("desk/c/<slug:slug>/", desk.desk, name="desk"),
    path("desk/c/<slug:slug>/registrations/", desk.desk_registrations, name="desk_registrations"),
    path("desk/c/<slug:slug>/registrations.csv", desk.desk_csv, name="desk_csv"),
    path("desk/c/<slug:slug>/places/", desk.desk_places, name="desk_places"),
    path("desk/c/<slug:slug>/edit/", desk.desk_edit, name="desk_edit"),
]
