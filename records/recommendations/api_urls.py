"""Addresses of recommendations in the API."""

from django.urls import path

from records.recommendations import api

_R = "recommendations/<int:number>/"

urlpatterns = [
    path("recommendations/", api.RecommendationList.as_view(), name="recommendations"),
    path(_R, api.RecommendationDetail.as_view(), name="recommendation"),
    path(f"{_R}versions/<int:version>/", api.VersionDetail.as_view(), name="version"),
    path(f"{_R}paragraphs/<uuid:pk>/", api.ParagraphDetail.as_view(), name="paragraph"),
    path(f"{_R}comments/", api.CommentList.as_view(), name="comments"),
    path(f"{_R}amendments/", api.AmendmentList.as_view(), name="amendments"),
    path(f"{_R}amendments/<uuid:pk>/", api.AmendmentDetail.as_view(), name="amendment"),
    path(
        f"{_R}endorsements/<uuid:organisation>/",
        api.EndorsementDetail.as_view(),
        name="endorsement",
    ),
    path(f"{_R}consent/", api.ConsentDetail.as_view(), name="consent"),
    path(f"{_R}adopt/", api.Adoption.as_view(), name="adoption"),
]
