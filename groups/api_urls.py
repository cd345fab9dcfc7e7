"""Addresses of working groups under /api/v1/."""

from django.urls import path

from groups import api
from groups.plans import api as plans
from groups.projects import api as projects

urlpatterns = [
    path("groups/", api.GroupList.as_view()),
    path("groups/<slug:slug>/", api.GroupDetail.as_view()),
    path("groups/<slug:slug>/plan/", plans.GroupPlan.as_view()),
    path("plans/<uuid:plan_id>/", plans.PlanDetail.as_view()),
    path("plans/<uuid:plan_id>/steps/", plans.StepList.as_view()),
    path("plans/<uuid:plan_id>/steps/<uuid:step_id>/", plans.StepDetail.as_view()),
    path("projects/", projects.ProjectList.as_view()),
    path("projects/<uuid:project_id>/", projects.ProjectDetail.as_view()),
]
