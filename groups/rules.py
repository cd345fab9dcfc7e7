"""Who may do what with a working group, one line a rule."""

from accounts.models import Person
from groups import queries
from groups.models import Group, GroupRole, Membership
from groups.posts.models import Comment, Post
from kit.rules import rule


@rule("groups.see_members")
def see_members(person: Person, group: Group) -> bool:
    """Members see each other, so far as each agreed; organisers too."""
    return person.is_organiser or queries.membership_of(person, group) is not None


@rule("groups.manage")
def manage(person: Person, group: Group) -> bool:
    """Co-chairs admit and end members; organisers too."""
    return person.is_organiser or queries.is_chair(person, group)


@rule("groups.appoint")
def appoint(person: Person, group: Group) -> bool:
    """Co-chairs are appointed by organisers: one side can't fill both chairs."""
    return person.is_organiser


@rule("groups.end")
def end(person: Person, membership: Membership) -> bool:
    """Whoever is a member may leave; a member is ended by who manages, a co-chair by organisers."""
    is_chair = membership.role == GroupRole.CHAIR
    may_end = appoint if is_chair else manage
    return membership.person_id == person.pk or may_end(person, membership.group)


@rule("groups.confirm_delegate")
def confirm_delegate(person: Person, membership: Membership) -> bool:
    """That somebody acts for an organisation is said by its delegates in the group, or by organisers; never by oneself."""
    if membership.person_id == person.pk:
        return False
    mine = queries.membership_of(person, membership.group)
    house = membership.person.organisation_id
    return person.is_organiser or bool(mine and house and mine.organisation_id == house)


# Its organisations, documents and posts.


@rule("groups.apply")
def apply(person: Person, group: Group) -> bool:
    """Whoever has an account applies to a group that they don't belong to."""
    return queries.membership_of(person, group) is None


@rule("groups.contribute")
def contribute(person: Person, group: Group) -> bool:
    """Members write documents and posts; organisers too."""
    return see_members(person, group)


@rule("groups.comment")
def comment(person: Person, post: Post) -> bool:
    """Whoever is signed in and may see a post says something to it; a closed one, its group only."""
    is_open = post.is_public or see_members(person, post.group)
    return is_open and Post.objects.visible_to(person).filter(pk=post.pk).exists()


@rule("groups.edit_post")
def edit_post(person: Person, post: Post) -> bool:
    """A post is its author's, as long as they belong to the group."""
    return post.person_id == person.pk and contribute(person, post.group)


@rule("groups.take_back_post")
def take_back_post(person: Person, post: Post) -> bool:
    """A post is taken back by its author, also after they have left the group."""
    return post.person_id == person.pk


@rule("groups.take_back_comment")
def take_back_comment(person: Person, comment: Comment) -> bool:
    """A comment is taken back by who wrote it."""
    return comment.person_id == person.pk
