"""Addresses of working groups under /api/v1/."""

from django.urls import path

from groups import api
from groups.documents import api as documents
from groups.organisations import api as organisations
from groups.plans import api as plans
from groups.posts import api as posts
from groups.projects import api as projects

_DOCUMENT = "groups/<slug:slug>/documents/<uuid:document_id>/revisions/"

urlpatterns = [
    path("groups/", api.GroupList.as_view()),
    path("groups/<slug:slug>/", api.GroupDetail.as_view()),
    # Organisations, documents, posts.
    path("groups/<slug:slug>/organisations/", organisations.GroupOrganisations.as_view()),
    path("groups/<slug:slug>/applications/", organisations.GroupApplications.as_view()),
    path("groups/<slug:slug>/documents/", documents.GroupDocuments.as_view()),
    path(_DOCUMENT, documents.DocumentRevisions.as_view()),
    path(
        f"{_DOCUMENT}<int:number>/file/",
        documents.RevisionFile.as_view(),
        name="api_revision_file",
    ),
    path("groups/<slug:slug>/posts/", posts.GroupPosts.as_view()),
    path("groups/<slug:slug>/posts/<uuid:post_id>/comments/", posts.PostComments.as_view()),
    path("groups/<slug:slug>/plan/", plans.GroupPlan.as_view()),
    path("plans/<uuid:plan_id>/", plans.PlanDetail.as_view()),
    path("plans/<uuid:plan_id>/steps/", plans.StepList.as_view()),
    path("plans/<uuid:plan_id>/steps/<uuid:step_id>/", plans.StepDetail.as_view()),
    path("projects/", projects.ProjectList.as_view()),
    path("projects/<uuid:project_id>/", projects.ProjectDetail.as_view()),
]
