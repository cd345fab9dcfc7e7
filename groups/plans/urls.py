"""Addresses of work plans; that of a group's plan is the group's, all others are the plan's own."""

from django.urls import path

from groups.plans import views

urlpatterns = [
    path("g/<slug:slug>/plan/", views.group_plan, name="plan"),
    path("plans/<uuid:plan_id>/plan.csv", views.as_csv, name="plan_csv"),
    path("plans/<uuid:plan_id>/history/", views.plan_history, name="plan_history"),
    path("plans/<uuid:plan_id>/away/", views.away, name="plan_away"),
    path("plans/<uuid:plan_id>/move/", views.move, name="plan_move"),
    path("plans/<uuid:plan_id>/put-away/", views.put_away, name="plan_put_away"),
    path("plans/<uuid:plan_id>/readers/", views.readers, name="plan_readers"),
    path("plans/<uuid:plan_id>/aims/new/", views.new_aim, name="new_aim"),
    path("plans/<uuid:plan_id>/aims/<uuid:aim_id>/", views.change_aim, name="aim"),
    path("plans/<uuid:plan_id>/aims/<uuid:aim_id>/steps/new/", views.new_step, name="new_step"),
    path("plans/<uuid:plan_id>/steps/<uuid:step_id>/", views.step_page, name="step"),
]
