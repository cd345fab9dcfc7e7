"""Addresses of grants under /api/v1/."""

from django.urls import path

from grants import api, applications_api, awards_api, calls_api, desk_api, files_api, mandates_api

_C = "grants/calls/<slug:slug>/"
_A = "grants/applications/<uuid:pk>/"

urlpatterns = [
    path("grants/calls/", api.CallList.as_view()),
    path("grants/calls/new/", calls_api.NewCall.as_view()),
    path(_C, api.CallDetail.as_view()),
    path(f"{_C}texts/", calls_api.CallRevision.as_view()),
    path(f"{_C}publish/", calls_api.Publication.as_view()),
    path(f"{_C}withdraw/", calls_api.Withdrawal.as_view()),
    path(f"{_C}criteria/", calls_api.NewCriterion.as_view()),
    path(f"{_C}criteria/<uuid:pk>/", desk_api.OneCriterion.as_view()),
    path(f"{_C}files/", files_api.NewCallFile.as_view()),
    path(f"{_C}files/<uuid:pk>/", files_api.CallFile.as_view()),
    path(f"{_C}marks/", desk_api.Marks.as_view()),
    path(f"{_C}reviewers/", calls_api.NewReviewer.as_view()),
    path(f"{_C}reviewers/list/", desk_api.Sitting.as_view()),
    path(f"{_C}reviewers/<uuid:pk>/", desk_api.OneReviewer.as_view()),
    path(f"{_C}release/", calls_api.Releases.as_view()),
    path(f"{_C}applications/", applications_api.Beginning.as_view()),
    path("grants/applications/", api.ApplicationList.as_view()),
    path("grants/to-declare/", api.ToDeclareList.as_view()),
    path(_A, api.ApplicationDetail.as_view()),
    path(f"{_A}head/", applications_api.HeadText.as_view()),
    path(f"{_A}parts/<slug:kind>/", applications_api.SectionText.as_view()),
    path(f"{_A}budget/", applications_api.Budget.as_view()),
    path(f"{_A}partners/", applications_api.NewInvitation.as_view()),
    path(f"{_A}invitations/<uuid:invitation_id>/revoke/", desk_api.Revocation.as_view()),
    path(f"{_A}files/", files_api.NewApplicationFile.as_view()),
    path(f"{_A}files/<uuid:file_id>/", files_api.ApplicationFile.as_view()),
    path(f"{_A}mandate/", mandates_api.NewMandate.as_view()),
    path(f"{_A}leave/", desk_api.Leaving.as_view()),
    path(f"{_A}conflicts/", desk_api.Conflicts.as_view()),
    path(f"{_A}reviews/<uuid:review_id>/return/", desk_api.GivingBack.as_view()),
    path(f"{_A}reviews/<uuid:review_id>/lift/", desk_api.Lifting.as_view()),
    path("grants/reviews/", desk_api.OwnReviews.as_view()),
    path("grants/invitations/", desk_api.Invitations.as_view()),
    path("grants/files/<uuid:pk>/", files_api.File.as_view()),
    path("grants/mandates/", mandates_api.MandateList.as_view()),
    path("grants/mandates/<uuid:pk>/confirm/", mandates_api.Confirmation.as_view()),
    path("grants/mandates/<uuid:pk>/refuse/", mandates_api.Disavowal.as_view()),
    path("grants/awards/<uuid:pk>/texts/", desk_api.AwardTexts.as_view()),
    path("grants/awards/<uuid:pk>/milestones/list/", desk_api.Due.as_view()),
    path(
        "grants/awards/<uuid:pk>/milestones/<uuid:milestone_id>/", desk_api.OneMilestone.as_view()
    ),
    path(f"{_A}sign/", applications_api.Signature.as_view()),
    path(f"{_A}submit/", applications_api.Submission.as_view()),
    path(f"{_A}withdraw/", applications_api.Giving.as_view()),
    path(f"{_A}declaration/", awards_api.Declaration.as_view()),
    path(f"{_A}review/", awards_api.OwnReview.as_view()),
    path(f"{_A}reviews/", api.ReviewList.as_view()),
    path(f"{_A}decision/", calls_api.NewDecision.as_view()),
    path("grants/invitations/<uuid:pk>/accept/", applications_api.Acceptance.as_view()),
    path("grants/invitations/<uuid:pk>/decline/", applications_api.Refusal.as_view()),
    path("grants/awards/", api.AwardList.as_view()),
    path("grants/awards/<uuid:pk>/", api.AwardDetail.as_view()),
    path("grants/awards/<uuid:pk>/milestones/", awards_api.NewMilestone.as_view()),
    path("grants/milestones/<uuid:pk>/reports/", awards_api.NewReport.as_view()),
    path("grants/reports/<uuid:pk>/answer/", awards_api.Answer.as_view()),
]
