"""A comment by itself: edited or taken back by who wrote it, hidden or shown by who manages the group."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from groups.documents.forms import ReasonForm
from groups.models import Group
from groups.posts import comments
from groups.posts.forms import EditCommentForm
from groups.posts.models import Comment, Post, Standing
from groups.posts.queries import comment_at, remark
from groups.posts.views import readable
from kit.refusals import NotHere, Refused
from kit.rules import allows


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, post_id: UUID, comment_id: UUID) -> HttpResponse:
    """Let who wrote a comment say it better."""
    group, post, found = _at(request, slug, post_id, comment_id)
    is_own = allows("groups.take_back_comment", request.user, found)
    if not is_own or found.standing != Standing.SHOWN:
        raise NotHere
    form = EditCommentForm(request.POST or None, initial={"text": found.text})
    if form.is_bound and form.is_valid():
        try:
            comments.edit(
                actor=cast("Person", request.user), comment=found, text=form.cleaned_data["text"]
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return _to(post, found)
    context = {"group": group, "post": post, "comment": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "groups/posts/comment_edit.html", context, status=status)


@login_required
@require_POST
def take_back(request: HttpRequest, slug: str, post_id: UUID, comment_id: UUID) -> HttpResponse:
    """Let who wrote a comment take it back."""
    _group, post, found = _at(request, slug, post_id, comment_id)
    comments.take_back(actor=cast("Person", request.user), comment=found)
    messages.success(request, _("Your comment is taken back: its words are gone."))
    return _to(post, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, slug: str, post_id: UUID, comment_id: UUID) -> HttpResponse:
    """Let a co-chair hide a comment with a reason."""
    group, post, found = _at(request, slug, post_id, comment_id)
    if not allows("groups.manage", request.user, group):
        raise NotHere
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            comments.hide(
                actor=cast("Person", request.user),
                comment=found,
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The comment is hidden."))
            return _to(post, found)
    said = remark(found, request.user, may_manage=True)
    context = {"group": group, "post": post, "remark": said, "form": form}
    status = 422 if form.errors else 200
    return render(request, "groups/posts/comment_hide.html", context, status=status)


@login_required
@require_POST
def show(request: HttpRequest, slug: str, post_id: UUID, comment_id: UUID) -> HttpResponse:
    """Let a co-chair show a hidden comment again."""
    _group, post, found = _at(request, slug, post_id, comment_id)
    comments.show(actor=cast("Person", request.user), comment=found)
    messages.success(request, _("The comment is shown again."))
    return _to(post, found)


def _at(
    request: HttpRequest, slug: str, post_id: UUID, comment_id: UUID
) -> tuple[Group, Post, Comment]:
    group, post = readable(request, slug, post_id)
    return group, post, comment_at(post, request.user, comment_id)


def _to(post: Post, comment: Comment) -> HttpResponse:
    address = redirect("groups:post", slug=post.group.slug, post_id=post.pk).url
    return redirect(f"{address}#comment-{comment.pk}")
