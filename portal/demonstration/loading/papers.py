"""The organisations of the groups and what they wrote, by the verbs that everyone uses."""

from datetime import datetime, timedelta

from accounts.models import Person
from groups.documents import revisions
from groups.documents.files import Upload, look
from groups.documents.models import Document
from groups.models import Group, Membership
from groups.organisations import applications
from groups.organisations.models import OrganisationMembership
from groups.posts import comments, posts
from groups.posts.models import Post
from groups.posts.posts import Words
from live import clock
from portal.demonstration.facts import key
from portal.demonstration.loading.people import Cast
from portal.demonstration.loading.rows import Count, add_missing
from portal.demonstration.papers import (
    APPLICANT,
    APPLIES_TO,
    NOTE,
    PAPERS,
    POSTS,
    Draft,
    Paper,
    Told,
)
from portal.demonstration.people import address


def write_houses(count: Count) -> None:
    """Have the organisations that the groups' members came for be member organisations."""
    rows = Membership.objects.filter(
        ended_at=None, person__is_demonstration=True, organisation__isnull=False
    )
    told = rows.order_by("joined_at", "pk").values_list("group", "organisation", "joined_at")
    first = {(group, house): since for group, house, since in reversed(told)}
    there = OrganisationMembership.objects.filter(ended_at=None)
    known = set(there.values_list("group", "organisation"))
    houses = [
        OrganisationMembership(
            id=key("house", f"{group}:{house}"),
            group_id=group,
            organisation_id=house,
            admitted_at=since,
        )
        for (group, house), since in first.items()
    ]
    missing = [row for row in houses if (row.group_id, row.organisation_id) not in known]
    add_missing(OrganisationMembership, missing, count, "organisations of groups")
    count.there["organisations of groups"] = len(houses)


def write_papers(cast: Cast, now: datetime, count: Count) -> None:
    """Write documents and posts with their comments, and an application; once, and never again."""
    count.there["documents"], count.there["posts"] = len(PAPERS), len(POSTS)
    slugs = {paper.group for paper in PAPERS} | {told.group for told in POSTS}
    groups = {slug: Group.objects.get(pk=key("group", slug)) for slug in slugs}
    found = list(groups.values())
    if Document.objects.filter(group__in=found) or Post.objects.filter(group__in=found):
        return
    for paper in PAPERS:
        _write(cast, groups[paper.group], paper, now)
    for told in POSTS:
        _tell(cast, groups[told.group], told, now)
    with clock.telling(now - timedelta(days=1)):
        applications.apply(actor=cast[address(APPLICANT)], group=groups[APPLIES_TO], note=NOTE)
    count.created += len(PAPERS) + len(POSTS) + 1


def _write(cast: Cast, group: Group, paper: Paper, now: datetime) -> None:
    first, *later = paper.drafts
    with clock.telling(now - timedelta(days=first.days)):
        document = _begin(cast, group, paper, first)
    for seen, draft in enumerate(later, start=1):
        with clock.telling(now - timedelta(days=draft.days)):
            _revise(cast[address(draft.by)], document, draft, seen)


def _begin(cast: Cast, group: Group, paper: Paper, draft: Draft) -> Document:
    actor = cast[address(draft.by)]
    title = {"en": paper.title.en, "ru": paper.title.ru}
    if isinstance(draft.content, str):
        made = revisions.begin_with_file(
            actor=actor,
            group=group,
            upload=_file(draft.content),
            title=title,
            source_language=paper.title.source,
            is_public=paper.is_public,
        )
    else:
        made = revisions.begin_with_text(
            actor=actor,
            group=group,
            text={"en": draft.content.en, "ru": draft.content.ru},
            title=title,
            source_language=draft.content.source,
            is_public=paper.is_public,
        )
    return made.document


def _revise(actor: Person, document: Document, draft: Draft, seen: int) -> None:
    if isinstance(draft.content, str):
        revisions.add_file(
            actor=actor,
            document=document,
            seen=seen,
            upload=_file(draft.content),
            note=draft.note,
        )
    else:
        revisions.add_text(
            actor=actor,
            document=document,
            seen=seen,
            text={"en": draft.content.en, "ru": draft.content.ru},
            source_language=draft.content.source,
            note=draft.note,
        )


def _file(content: str) -> Upload:
    return look("registers.csv", content.encode())


def _tell(cast: Cast, group: Group, told: Told, now: datetime) -> None:
    at = now - timedelta(days=told.days)
    words = Words(
        source_language=told.title.source,
        title={"en": told.title.en, "ru": told.title.ru},
        text={"en": told.text.en, "ru": told.text.ru},
        is_public=told.is_public,
    )
    with clock.telling(at):
        made = posts.post(actor=cast[address(told.by)], group=group, words=words)
    for each in told.comments:
        with clock.telling(at + timedelta(hours=each.hours)):
            comments.comment(
                actor=cast[address(each.by)], post=made, text=each.text, language=each.language
            )
