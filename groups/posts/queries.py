"""What can be read of posts: those of a group, one of them, and its comments."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.models import Person, ShownAs
from accounts.people import Shown
from groups.faces import face
from groups.models import Group
from groups.posts.models import Comment, Post, Reader, Standing
from kit.bilingual import Text, said
from kit.refusals import NotHere
from kit.rules import allows


@dataclass(frozen=True, slots=True)
class Told:
    """A post as a list shows it: on whose behalf, by whom if they show their name, what was said to it."""

    post: Post
    organisation: Text | None
    by: Shown | None
    comments: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with who wrote it, as they may be shown; the words only for who may read them."""

    comment: Comment
    by: Shown
    text: str
    is_own: bool


def posts_of(group: Group, reader: Reader) -> QuerySet[Post]:
    """Return a group's posts that a reader may see, the last one first, with what lists need."""
    said_to_it = Count("comments", filter=Q(comments__standing=Standing.SHOWN))
    rows = Post.objects.visible_to(reader).filter(group=group).annotate(said_to_it=said_to_it)
    return rows.select_related("person__organisation", "organisation").order_by("-posted_at", "pk")


def post_at(group: Group, reader: Reader, post_id: UUID) -> Post:
    """Return a post that the reader may see; of one that was taken back, its place."""
    found = posts_of(group, reader).filter(pk=post_id).first()
    if found is None:
        found = _tombstone(group, reader, post_id)
    if found is None:
        raise NotHere
    return found


def _tombstone(group: Group, reader: Reader, post_id: UUID) -> Post | None:
    """Return the place of a post that was taken back, to whoever could have read it before that.

    One that was hidden does not come to light with its comments by being taken back.
    """
    rows = Post.objects.filter(group=group, pk=post_id, standing=Standing.TAKEN_BACK)
    gone = rows.select_related("group", "person__organisation", "organisation").first()
    if gone is None or not (gone.is_public or _is_inside(group, reader)):
        return None
    if gone.hidden_at is not None and not allows("groups.manage", reader, group):
        return None
    return gone


def _is_inside(group: Group, reader: Reader) -> bool:
    if not isinstance(reader, Person):
        return False
    belongs = group.memberships.filter(person=reader, ended_at=None)
    return reader.is_organiser or belongs.exists()


def told(post: Post) -> Told:
    """Return a post as it is shown.

    An organisation speaks through it, so it is named in any case; its author beside it only under
    their own name: a pseudonym beside the one organisation that it speaks for would soon be none.
    """
    by: Shown | None = face(post.seen, post.person)
    organisation = said(post.organisation, "name") if post.organisation else None
    if organisation is not None and by is not None and by.kind != ShownAs.NAMED:
        by = None
    return Told(post, organisation, by, getattr(post, "said_to_it", 0))


def comments_of(post: Post, reader: Reader) -> QuerySet[Comment]:
    """Return what was said to a post, in its order, with what it takes to name who said it.

    Who has left the group still reads their own words in it, but no longer what members say to them.
    """
    is_open = post.is_public or _is_inside(post.group, reader)
    said = post.comments.all() if is_open else post.comments.none()
    return said.select_related("person__organisation").order_by("at", "pk")


def comment_at(post: Post, reader: Reader, comment_id: UUID) -> Comment:
    """Return one comment of a post."""
    found = comments_of(post, reader).filter(pk=comment_id).first()
    if found is None:
        raise NotHere
    return found


def remark(comment: Comment, reader: Reader, *, may_manage: bool) -> Remark:
    """Return a comment as a reader gets it: a hidden one has its words for who manages only."""
    is_read = comment.standing == Standing.SHOWN or may_manage
    return Remark(
        comment,
        face(comment.seen, comment.person),
        comment.text if is_read else "",
        isinstance(reader, Person) and comment.person_id == reader.pk,
    )
