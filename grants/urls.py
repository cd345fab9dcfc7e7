"""Addresses of grants: calls, applications, reviews, awards."""

from django.urls import path

from grants.views import applications, awards, calls, mandates, reviews

app_name = "grants"

_A = "grants/applications/<uuid:pk>/"
_C = "grants/calls/<slug:slug>/"
_W = "grants/awards/<uuid:pk>/"

urlpatterns = [
    path("grants/", calls.home, name="home"),
    path("grants/new-call/", calls.new_call, name="new_call"),
    path(_C, calls.call, name="call"),
    path(f"{_C}apply/", applications.apply, name="apply"),
    path(f"{_C}edit/", calls.edit_call, name="edit_call"),
    path(f"{_C}desk/", calls.desk, name="desk"),
    path(f"{_C}publish/", calls.publish, name="publish"),
    path(f"{_C}withdraw/", calls.withdraw, name="withdraw_call"),
    path(f"{_C}release/", calls.release, name="release"),
    path(f"{_C}criteria/", calls.add_criterion, name="add_criterion"),
    path(f"{_C}criteria/<uuid:pk>/remove/", calls.remove_criterion, name="remove_criterion"),
    path(f"{_C}files/", calls.add_file, name="add_call_file"),
    path(f"{_C}files/<uuid:pk>/remove/", calls.remove_file, name="remove_call_file"),
    path(f"{_C}reviewers/", calls.appoint, name="appoint"),
    path(f"{_C}reviewers/<uuid:pk>/dismiss/", calls.dismiss, name="dismiss"),
    path(_A, applications.application, name="application"),
    path(f"{_A}head/", applications.head, name="head"),
    path(f"{_A}parts/<slug:kind>/", applications.section, name="section"),
    path(f"{_A}budget/", applications.budget, name="budget"),
    path(f"{_A}partners/", applications.invite, name="invite"),
    path(f"{_A}invitations/<uuid:invitation_id>/revoke/", applications.revoke, name="revoke"),
    path(f"{_A}files/", applications.add_file, name="add_file"),
    path(f"{_A}files/<uuid:file_id>/remove/", applications.remove_file, name="remove_file"),
    path(f"{_A}sign/", applications.sign, name="sign"),
    path(f"{_A}submit/", applications.submit, name="submit"),
    path(f"{_A}withdraw/", applications.withdraw, name="withdraw"),
    path(f"{_A}mandate/", mandates.ask, name="ask_mandate"),
    path("grants/mandates/", mandates.desk, name="mandates"),
    path("grants/mandates/<uuid:pk>/confirm/", mandates.confirm, name="confirm_mandate"),
    path("grants/mandates/<uuid:pk>/refuse/", mandates.refuse, name="refuse_mandate"),
    path(f"{_A}leave/", applications.leave, name="leave"),
    path(f"{_A}declare/", reviews.declare, name="declare"),
    path(f"{_A}review/", reviews.review, name="review"),
    path(f"{_A}reviews/<uuid:person_id>/return/", reviews.give_back, name="give_back"),
    path(f"{_A}reviews/<uuid:person_id>/lift/", reviews.lift, name="lift"),
    path(f"{_A}decide/", reviews.decide, name="decide"),
    path("grants/invitations/<uuid:pk>/", applications.invitation, name="invitation"),
    path("grants/awards/", awards.award_list, name="awards"),
    path("grants/awards.json", awards.awards_json, name="awards_json"),
    path("grants/awards.csv", awards.awards_csv, name="awards_csv"),
    path(_W, awards.award, name="award"),
    path(f"{_W}edit/", awards.describe, name="describe"),
    path(f"{_W}milestones/", awards.add_milestone, name="add_milestone"),
    path(
        f"{_W}milestones/<uuid:milestone_id>/remove/",
        awards.remove_milestone,
        name="remove_milestone",
    ),
    path("grants/milestones/<uuid:milestone_id>/report/", awards.report, name="report"),
    path("grants/reports/<uuid:report_id>/answer/", awards.judge, name="judge"),
    path("grants/files/<uuid:pk>/", awards.file, name="file"),
]
