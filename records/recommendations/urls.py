"""Addresses of recommendations: what everyone reads, and the drafts of working groups."""

from django.urls import path

from records.recommendations import discussing, drafting, views

_R = "records/recommendations/"
_D = f"{_R}<int:number>/draft/"

urlpatterns = [
    path("records/", views.index, name="index"),
    path(_R, views.recommendations, name="recommendations"),
    path(f"{_R}<int:number>/", views.recommendation, name="recommendation"),
    path(
        f"{_R}<int:number>/versions/<int:version>/",
        views.recommendation,
        name="recommendation_version",
    ),
    path(f"{_R}<int:number>/changes/", views.changes, name="recommendation_changes"),
    path("g/<slug:slug>/recommendations/", drafting.group_list, name="group_recommendations"),
    path("g/<slug:slug>/recommendations/new/", drafting.new, name="new_recommendation"),
    path(_D, drafting.draft, name="recommendation_draft"),
    path(f"{_D}title/", drafting.title, name="draft_title"),
    path(f"{_D}paragraphs/", drafting.add, name="add_paragraph"),
    path(f"{_D}paragraphs/<uuid:pk>/", drafting.paragraph, name="edit_paragraph"),
    path(f"{_D}paragraphs/<uuid:pk>/step/", drafting.step, name="step_paragraph"),
    path(f"{_D}paragraphs/<uuid:pk>/origins/", drafting.origin, name="paragraph_origins"),
    path(f"{_D}history/", drafting.history, name="draft_history"),
    path(f"{_D}comments/", discussing.comments, name="draft_comments"),
    path(f"{_D}comments/<uuid:pk>/retract/", discussing.retract, name="retract_comment"),
    path(f"{_D}amendments/", discussing.all_amendments, name="draft_amendments"),
    path(f"{_D}amendments/new/", discussing.propose, name="propose_amendment"),
    path(f"{_D}amendments/<uuid:pk>/", discussing.amendment, name="amendment"),
    path(f"{_D}endorsements/", discussing.endorse, name="endorse"),
    path(f"{_D}steps/", discussing.steps, name="draft_steps"),
    path(f"{_D}withdraw/", discussing.withdraw, name="withdraw_recommendation"),
]
