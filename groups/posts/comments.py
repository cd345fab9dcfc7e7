"""Comments: said to a post by whoever may see it, edited for five minutes, taken back, hidden."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from groups import faces
from groups.posts.models import Comment, Post, Standing
from groups.posts.posts import demand_reason, demand_shown
from kit.bilingual import CODES
from kit.names import clean_text
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb

LONGEST = 4000
EDITABLE = timedelta(minutes=5)
# One person's comments in a minute: more is no conversation.
MOST_IN_A_MINUTE = 5

audit.name_acts({"comment.hide": _("Comment hidden"), "comment.show": _("Comment shown again")})


@verb
def comment(*, actor: Person, post: Post, text: str, language: str) -> Comment:
    """Say something to a post that one may see, in a language that is marked for readers."""
    if not allows("groups.comment", actor, post):
        raise NotHere
    # The post's row is the lock, so that comments are counted one after the other.
    locked = Post.objects.select_for_update(no_key=True, of=("self",)).get(pk=post.pk)
    demand_shown(locked.standing)
    _demand_pause(actor)
    return Comment.objects.create(
        post=post,
        person=actor,
        seen=faces.seen(actor),
        text=_sayable(text),
        language=language if language in CODES else actor.language,
        at=clock.now(),
    )


@verb
def edit(*, actor: Person, comment: Comment, text: str) -> Comment:
    """Say it better, within five minutes."""
    comment = _own(actor, comment)
    if not allows("groups.comment", actor, comment.post):
        raise NotHere
    demand_shown(comment.standing)
    if clock.now() - comment.at > EDITABLE:
        late = _("A comment can be changed for five minutes. You can still take it back.")
        raise Refused("comment.too_late", late, field="text")
    text = _sayable(text)
    if text == comment.text:
        return comment
    comment.text, comment.edited_at = text, clock.now()
    comment.save(update_fields=("text", "edited_at"))
    return comment


@verb
def take_back(*, actor: Person, comment: Comment) -> Comment:
    """Take one's own comment back: its words are gone, its place stays."""
    comment = _own(actor, comment)
    comment.text, comment.standing = "", Standing.TAKEN_BACK
    comment.save(update_fields=("text", "standing"))
    return comment


@verb
def hide(*, actor: Person, comment: Comment, reason: str) -> Comment:
    """Hide a comment with a reason: from then on only who manages the group reads it."""
    comment = _managed(actor, comment)
    reason = demand_reason(reason)
    demand_shown(comment.standing)
    comment.standing, comment.hidden_reason = Standing.HIDDEN, reason
    comment.hidden_at, comment.hidden_by = clock.now(), actor
    comment.save(update_fields=("standing", "hidden_reason", "hidden_at", "hidden_by"))
    _record(actor, comment, "comment.hide", reason)
    return comment


@verb
def show(*, actor: Person, comment: Comment) -> Comment:
    """Show a comment again that was hidden."""
    comment = _managed(actor, comment)
    if comment.standing != Standing.HIDDEN:
        return comment
    comment.standing, comment.hidden_reason = Standing.SHOWN, ""
    comment.hidden_at = comment.hidden_by = None
    comment.save(update_fields=("standing", "hidden_reason", "hidden_at", "hidden_by"))
    _record(actor, comment, "comment.show")
    return comment


def _sayable(text: str) -> str:
    text = clean_text(text)
    if not any(letter.isprintable() and not letter.isspace() for letter in text):
        raise Refused("comment.empty", _("Write something first."), field="text")
    if len(text) > LONGEST:
        fault = _("This is longer than 4,000 characters.")
        raise Refused("comment.too_long", fault, field="text")
    return text


def _demand_pause(actor: Person) -> None:
    minute_ago = clock.now() - timedelta(minutes=1)
    if Comment.objects.filter(person=actor, at__gt=minute_ago).count() >= MOST_IN_A_MINUTE:
        text = _(
            "You have written several comments in a minute. Wait a moment, then send this one."
        )
        raise Refused("rate.limited", text, field="text", status=429, retry_in=60)


def _locked(comment: Comment) -> Comment:
    rows = Comment.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "post__group"
    )
    return rows.get(pk=comment.pk)


def _own(actor: Person, comment: Comment) -> Comment:
    comment = _locked(comment)
    if not allows("groups.take_back_comment", actor, comment):
        raise Forbidden if allows("groups.comment", actor, comment.post) else NotHere
    return comment


def _managed(actor: Person, comment: Comment) -> Comment:
    comment = _locked(comment)
    if not allows("groups.manage", actor, comment.post.group):
        raise Forbidden if allows("groups.comment", actor, comment.post) else NotHere
    return comment


def _record(actor: Person, comment: Comment, act: str, reason: str = "") -> None:
    audit.record(
        actor=actor,
        act=act,
        room=f"group.{comment.post.group_id}",
        subject=comment.pk,
        person=comment.person_id,
        reason=reason,
    )
