"""Addresses of working groups."""

from django.urls import path

from groups import members, views
from groups.documents import views as documents
from groups.documents import writing
from groups.organisations import views as organisations
from groups.plans import urls as plans
from groups.posts import comment_views as comments
from groups.posts import views as posts
from groups.projects import urls as projects

app_name = "groups"

_DOCUMENT = "g/<slug:slug>/documents/<uuid:document_id>/"
_POST = "g/<slug:slug>/posts/<uuid:post_id>/"
_COMMENT = f"{_POST}comments/<uuid:comment_id>/"

urlpatterns = [
    path("g/", views.group_list, name="list"),
    path("g/<slug:slug>/", views.detail, name="detail"),
    path("g/<slug:slug>/people/", views.people, name="people"),
    path("g/<slug:slug>/organisations/", views.organisations, name="organisations"),
    path("g/<slug:slug>/members/", members.members, name="members"),
    path("g/<slug:slug>/members/end/", members.end, name="end"),
    path("g/<slug:slug>/agree/", views.agree, name="agree"),
    # Settings, chairs, organisations.
    path("g/<slug:slug>/settings/", views.settings, name="settings"),
    path("g/<slug:slug>/agree/past/", views.be_named_no_more, name="be_named_no_more"),
    path("g/<slug:slug>/members/hand-over/", members.hand_over, name="hand_over"),
    path("g/<slug:slug>/members/answer/", organisations.answer, name="answer"),
    path(
        "g/<slug:slug>/members/end-organisation/",
        organisations.end_organisation,
        name="end_organisation",
    ),
    path("g/<slug:slug>/members/confirm/", organisations.confirm, name="confirm_delegate"),
    path("g/<slug:slug>/apply/", organisations.apply, name="apply"),
    path("g/<slug:slug>/apply/withdraw/", organisations.withdraw, name="withdraw"),
    path("g/<slug:slug>/apply/consent/", organisations.consent, name="consent"),
    path("g/<slug:slug>/bring/", organisations.bring, name="bring"),
    # Documents.
    path("g/<slug:slug>/documents/", documents.document_list, name="documents"),
    path("g/<slug:slug>/documents/new/", documents.new, name="new_document"),
    path(_DOCUMENT, documents.document, name="document"),
    path(f"{_DOCUMENT}title/", documents.title, name="document_title"),
    path(f"{_DOCUMENT}write/", writing.write, name="document_write"),
    path(f"{_DOCUMENT}upload/", writing.upload, name="document_upload"),
    path(f"{_DOCUMENT}changes/", documents.changes, name="document_changes"),
    path(f"{_DOCUMENT}put-away/", documents.put_away, name="document_put_away"),
    path(f"{_DOCUMENT}bring-back/", documents.bring_back, name="document_bring_back"),
    path(f"{_DOCUMENT}<int:number>/", documents.revision, name="revision"),
    path(f"{_DOCUMENT}<int:number>/file/", documents.file, name="revision_file"),
    # Posts.
    path("g/<slug:slug>/posts/", posts.post_list, name="posts"),
    path("g/<slug:slug>/posts/new/", posts.new, name="new_post"),
    path(_POST, posts.post, name="post"),
    path(f"{_POST}edit/", posts.edit, name="post_edit"),
    path(f"{_POST}take-back/", posts.take_back, name="post_take_back"),
    path(f"{_POST}hide/", posts.hide, name="post_hide"),
    path(f"{_POST}show/", posts.show, name="post_show"),
    path(f"{_COMMENT}edit/", comments.edit, name="comment_edit"),
    path(f"{_COMMENT}take-back/", comments.take_back, name="comment_take_back"),
    path(f"{_COMMENT}hide/", comments.hide, name="comment_hide"),
    path(f"{_COMMENT}show/", comments.show, name="comment_show"),
    *plans.urlpatterns,
    *projects.urlpatterns,
]
