"""Mails to co-chairs that applications wait: at once, then at most one a day and group, with all that is new."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils import translation

from accounts import letters, programmes
from accounts.letters import Content, Draft
from accounts.models import Person, Programme
from groups.models import Group, GroupRole, Membership
from groups.organisations.models import Application, ApplicationState
from kit.bilingual import said
from kit.links import absolute
from live import clock
from live.duties import duty
from live.hub import verb

# Not twice in less than this, however many apply: the next mail gathers what has come since.
PAUSE = timedelta(hours=20)
_BATCH = 50
# So many organisations are named in a mail; how many more there are is said.
_NAMED = 10


@duty("groups.new_applications", seconds=60)
def tell() -> int:
    """Write to the co-chairs of groups in which applications wait untold; returns to how many groups."""
    lately = Application.objects.filter(group=OuterRef("pk"), told_at__gt=clock.now() - PAUSE)
    chairs = Membership.objects.filter(
        group=OuterRef("pk"), role=GroupRole.CHAIR, ended_at=None, person__is_active=True
    )
    untold = Application.objects.filter(
        group=OuterRef("pk"), state=ApplicationState.WAITING, told_at=None, person__is_active=True
    )
    groups = Group.objects.filter(Exists(untold), Exists(chairs)).exclude(Exists(lately))
    return sum(_tell(group) for group in groups.order_by("pk")[:_BATCH])


@verb
def _tell(group: Group) -> int:
    """Write to the co-chairs of one group; who looked at the same moment finds nothing left to tell."""
    # The group's row is the lock, as for applying.
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    waiting = group.applications.filter(state=ApplicationState.WAITING, person__is_active=True)
    new = list(waiting.filter(told_at=None).select_related("organisation"))
    if not new:
        return 0
    now, programme = clock.now(), programmes.current()
    group.applications.filter(pk__in=[each.pk for each in new]).update(told_at=now)
    chairs = Membership.objects.filter(
        group=group, role=GroupRole.CHAIR, ended_at=None, person__is_active=True
    )
    letters.write(
        _draft(row.person, group, new, waiting.count(), programme)
        for row in chairs.select_related("person").order_by("person_id")
    )
    return 1


def _draft(
    person: Person, group: Group, new: list[Application], waiting: int, programme: Programme | None
) -> Draft:
    with translation.override(person.language):
        context = {
            "person": person,
            "name": said(group, "name").value,
            # Whose name and address it is stays on the page, behind the sign-in.
            "houses": [said(each.organisation, "name").value for each in new[:_NAMED]],
            "more": max(len(new) - _NAMED, 0),
            "new": len(new),
            "waiting": waiting,
            "programme": programme,
            "address": absolute("groups:members", group.slug),
        }
        subject = render_to_string("groups/letters/applications_subject.txt", context)
        body = render_to_string("groups/letters/applications.txt", context)
    return Draft(person, f"group.applications:{new[0].pk}:{person.pk}", Content(subject, body))
