"""The pages of a group's posts: the list, one with its comments, and the ways to write."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Person
from groups import queries
from groups.documents.forms import ReasonForm
from groups.documents.views import writable
from groups.models import Group
from groups.posts import comments, posts
from groups.posts.comments import EDITABLE
from groups.posts.forms import CommentForm, PostForm
from groups.posts.models import Comment, Post, Standing
from groups.posts.queries import comments_of, post_at, posts_of, remark, told
from groups.texts import Clash
from kit.refusals import NotHere, Refused
from kit.rules import allows
from live import clock

PAGE = 10
COMMENTS = 50


@require_safe
def post_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the posts of a group that the reader may see, the last one first."""
    group = queries.group_at(slug)
    page: Page[Post] = Paginator(posts_of(group, request.user), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "group": group,
        "page": page,
        "posts": [told(post) for post in page],
        "may_write": allows("groups.contribute", request.user, group),
    }
    return render(request, "groups/posts/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a member tell something on behalf of their organisation."""
    group = writable(request, slug)
    actor = cast("Person", request.user)
    if request.method == "POST":
        form = PostForm(request.POST)
        made = _posted(actor, group, form) if form.is_valid() else None
        if made is not None:
            messages.success(request, _("Your post is here."))
            return redirect("groups:post", slug=slug, post_id=made.pk)
    else:
        form = PostForm(initial={"source_language": request.LANGUAGE_CODE, "edition": 0})
    mine = queries.membership_of(actor, group)
    organisation = mine.organisation if mine else None
    context = {"group": group, "form": form, "post": None, "organisation": organisation}
    status = 422 if form.errors else 200
    return render(request, "groups/posts/write.html", context, status=status)


def _posted(actor: Person, group: Group, form: PostForm) -> Post | None:
    try:
        return posts.post(actor=actor, group=group, words=form.words())
    except Refused as refused:
        form.refuse(refused)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, slug: str, post_id: UUID) -> HttpResponse:
    """Show a post with its comments; take one more."""
    group, found = readable(request, slug, post_id)
    if request.method != "POST":
        return _shown(request, group, found)
    if not isinstance(request.user, Person):
        return redirect_to_login(request.get_full_path())
    posts.demand_shown(found.standing)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            made = comments.comment(actor=request.user, post=found, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            number = comments_of(found, request.user).filter(at__lt=made.at).count()
            address = redirect("groups:post", slug=slug, post_id=post_id).url
            return redirect(f"{address}?page={number // COMMENTS + 1}#comment-{made.pk}")
    return _shown(request, group, found, comment=form)


def _shown(
    request: HttpRequest,
    group: Group,
    found: Post,
    *,
    comment: CommentForm | None = None,
    reason: ReasonForm | None = None,
) -> HttpResponse:
    may_manage = allows("groups.manage", request.user, group)
    said = comments_of(found, request.user)
    page: Page[Comment] = Paginator(said, COMMENTS).get_page(request.GET.get("page"))
    remarks = [remark(each, request.user, may_manage=may_manage) for each in page]
    is_shown = found.standing == Standing.SHOWN
    context = {
        "group": group,
        "told": told(found),
        "post": found,
        "page": page,
        "remarks": remarks,
        "editable_since": clock.now() - EDITABLE,
        "is_shown": is_shown,
        "is_own": isinstance(request.user, Person) and found.person_id == request.user.pk,
        "may_edit": is_shown and allows("groups.edit_post", request.user, found),
        "may_comment": is_shown and allows("groups.comment", request.user, found),
        "may_manage": may_manage,
        "form": comment or CommentForm(initial={"language": request.LANGUAGE_CODE}),
        "reason": reason or ReasonForm(),
    }
    status = 422 if comment or reason else 200
    return render(request, "groups/posts/post.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, post_id: UUID) -> HttpResponse:
    """Let the author change a post."""
    group, found = readable(request, slug, post_id)
    if not allows("groups.edit_post", request.user, found) or found.standing != Standing.SHOWN:
        raise NotHere
    form = PostForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _edited(request, found, form):
        messages.success(request, _("Saved."))
        return redirect("groups:post", slug=slug, post_id=post_id)
    context = {"group": group, "form": form, "post": found, "organisation": found.organisation}
    status = 422 if form.errors else 200
    return render(request, "groups/posts/write.html", context, status=status)


def _edited(request: HttpRequest, found: Post, form: PostForm) -> bool:
    edition = form.cleaned_data["edition"]
    actor = cast("Person", request.user)
    try:
        posts.edit(actor=actor, post=found, edition=edition, words=form.words())
    except Clash as clash:
        form.clash(clash, Post.objects.get(pk=found.pk))
        return False
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


@login_required
@require_POST
def take_back(request: HttpRequest, slug: str, post_id: UUID) -> HttpResponse:
    """Let the author take a post back."""
    _group, found = readable(request, slug, post_id)
    posts.take_back(actor=cast("Person", request.user), post=found)
    messages.success(request, _("Your post is taken back: its words are gone."))
    return redirect("groups:posts", slug=slug)


@login_required
@require_POST
def hide(request: HttpRequest, slug: str, post_id: UUID) -> HttpResponse:
    """Let a co-chair hide a post with a reason."""
    group, found = readable(request, slug, post_id)
    form = ReasonForm(request.POST)
    actor = cast("Person", request.user)
    if form.is_valid() or not allows("groups.manage", actor, group):
        posts.hide(actor=actor, post=found, reason=form.cleaned_data.get("reason", ""))
        messages.success(request, _("The post is hidden."))
        return redirect("groups:post", slug=slug, post_id=post_id)
    return _shown(request, group, found, reason=form)


@login_required
@require_POST
def show(request: HttpRequest, slug: str, post_id: UUID) -> HttpResponse:
    """Let a co-chair show a hidden post again."""
    _group, found = readable(request, slug, post_id)
    posts.show(actor=cast("Person", request.user), post=found)
    messages.success(request, _("The post is shown again."))
    return redirect("groups:post", slug=slug, post_id=post_id)


def readable(request: HttpRequest, slug: str, post_id: UUID) -> tuple[Group, Post]:
    """Return the group and a post of it that the reader may see."""
    group = queries.group_at(slug)
    return group, post_at(group, request.user, post_id)
