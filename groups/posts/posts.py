"""Posts: a delegate tells what their organisation does, edits it, takes it back; chairs may hide it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from groups import faces, queries
from groups.models import Group
from groups.posts.models import Post, Standing
from groups.texts import (
    clean_texts,
    clean_titles,
    demand_edition,
    demand_language,
    demand_original,
    say_both,
    too_much,
)
from kit import finding
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb

# One person's posts in a day.
MOST_IN_A_DAY = 30

audit.name_acts({"post.hide": _("Post hidden"), "post.show": _("Post shown again")})


@dataclass(frozen=True, slots=True)
class Words:
    """What a post says; texts are `<language>: <text>`, the other language may lack."""

    source_language: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    is_public: bool
    is_translation_current: bool = False


@verb
def post(*, actor: Person, group: Group, words: Words) -> Post:
    """Tell something on behalf of one's organisation, to everyone or to the group's members."""
    if not allows("groups.contribute", actor, group):
        raise NotHere
    day_ago = clock.now() - timedelta(days=1)
    if Post.objects.filter(person=actor, posted_at__gt=day_ago).count() >= MOST_IN_A_DAY:
        raise too_much()
    mine = queries.membership_of(actor, group)
    made = Post(
        group=group,
        person=actor,
        organisation=mine.organisation if mine else None,
        seen=faces.seen(actor),
        posted_at=clock.now(),
    )
    _write(made, words)
    made.save()
    finding.touch("post", made.pk)
    return made


@verb
def edit(*, actor: Person, post: Post, edition: int, words: Words) -> Post:
    """Change one's own post, from the edition that one has seen; readers are told when it was."""
    post = _locked(actor, post)
    if not allows("groups.edit_post", actor, post):
        raise Forbidden
    demand_shown(post.standing)
    demand_edition(edition, post.edition)
    before, was_public = audit.facts(post), post.is_public
    _write(post, words)
    if post.is_public and not was_public:
        _demand_unanswered(post)
    if audit.facts(post) != before:
        post.edition += 1
        post.edited_at = clock.now()
        post.save()
        finding.touch("post", post.pk)
    return post


@verb
def take_back(*, actor: Person, post: Post) -> Post:
    """Take one's own post back: its words are gone, its place and the comments below it stay."""
    post = (
        Post.objects.select_for_update(no_key=True, of=("self",))
        .select_related("group")
        .get(pk=post.pk)
    )
    if not allows("groups.take_back_post", actor, post):
        visible = Post.objects.visible_to(actor).filter(pk=post.pk).exists()
        raise Forbidden if visible else NotHere
    post.title_en = post.title_ru = post.text_en = post.text_ru = ""
    post.standing = Standing.TAKEN_BACK
    post.save()
    finding.touch("post", post.pk)
    return post


@verb
def hide(*, actor: Person, post: Post, reason: str) -> Post:
    """Hide a post with a reason: from then on only who manages the group reads it."""
    post = _managed(actor, post)
    reason = demand_reason(reason)
    demand_shown(post.standing)
    post.standing, post.hidden_reason = Standing.HIDDEN, reason
    post.hidden_at, post.hidden_by = clock.now(), actor
    post.save(update_fields=("standing", "hidden_reason", "hidden_at", "hidden_by"))
    _record(actor, post, "post.hide", reason)
    return post


@verb
def show(*, actor: Person, post: Post) -> Post:
    """Show a post again that was hidden."""
    post = _managed(actor, post)
    if post.standing != Standing.HIDDEN:
        return post
    post.standing, post.hidden_reason = Standing.SHOWN, ""
    post.hidden_at = post.hidden_by = None
    post.save(update_fields=("standing", "hidden_reason", "hidden_at", "hidden_by"))
    _record(actor, post, "post.show")
    return post


def demand_shown(standing: str) -> None:
    """Refuse to touch what was taken back or hidden."""
    if standing == Standing.TAKEN_BACK:
        raise Refused("post.taken_back", _("This was taken back."))
    if standing == Standing.HIDDEN:
        raise Refused("post.hidden", _("Somebody who manages the group has hidden this."))


def demand_reason(text: str) -> str:
    """Return the reason as it is kept, or refuse to hide anything without one."""
    reason = audit.clean_reason(text)
    if not reason:
        fault = _("Write the reason: it is kept with what you hide.")
        raise Refused("post.no_reason", fault, field="reason")
    return reason


def _write(post: Post, words: Words) -> None:
    demand_language(words.source_language)
    title, text = clean_titles(words.title), clean_texts(words.text, "text")
    demand_original(title, words.source_language, "title")
    demand_original(text, words.source_language, "text")
    say_both(
        post,
        {"title": title, "text": text},
        source=words.source_language,
        is_current=words.is_translation_current,
    )
    post.is_public = words.is_public


def _demand_unanswered(post: Post) -> None:
    """Refuse to open to everyone what members have answered: they spoke to members only."""
    if post.comments.exclude(standing=Standing.TAKEN_BACK).exclude(person=post.person_id).exists():
        text = _(
            "Others have commented on it for members only. Leave this post as it is, and write another "
            "one for everyone."
        )
        raise Refused("post.answered", text, field="is_public")


def _locked(actor: Person, post: Post) -> Post:
    rows = Post.objects.visible_to(actor).filter(pk=post.pk)
    found = rows.select_for_update(no_key=True, of=("self",)).select_related("group").first()
    if found is None:
        raise NotHere
    return found


def _managed(actor: Person, post: Post) -> Post:
    post = _locked(actor, post)
    if not allows("groups.manage", actor, post.group):
        raise Forbidden
    return post


def _record(actor: Person, post: Post, act: str, reason: str = "") -> None:
    audit.record(
        actor=actor,
        act=act,
        room=f"group.{post.group_id}",
        subject=post.pk,
        person=post.person_id,
        reason=reason,
    )
