"""What belongs to the circle in the scene: organisations, applications, documents, posts.

Dmitri belongs to it for Civic Watch, where Galina works too; Gleb and Eve have applied for Roots.
Dmitri wrote the paper and the post, which are for members, and a public post with a comment of his.
Gleb wrote what was put away, hidden or taken back.
"""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from accounts.models import Person
from groups.documents.models import Document, Revision
from groups.models import Group
from groups.organisations.models import Application, OrganisationMembership
from groups.posts.models import Comment, Post, Standing
from live import clock
from tests import build

_FILE = b"Common rules for open registers\n"


class _Upload(SimpleUploadedFile):
    """A file that can be sent as often as one likes."""

    def read(self, *_size: Any) -> bytes:
        return b"Other rules\n"


def papers(circle: Group, people: dict[str, Person], gleb: Person) -> dict[str, Model]:
    """Return what was made, by the names of the addresses' placeholders."""
    watch, roots = build.organisation("Civic Watch"), build.organisation("Roots")
    dmitri = people["dmitri"]
    circle.memberships.filter(person=dmitri).update(organisation=watch)
    build.person("Galina", organisation=watch)
    hana = build.person("Herta", organisation=watch)
    return {
        "unconfirmed": build.member(hana, circle),
        "named_house": watch,
        "house": OrganisationMembership.objects.create(
            group=circle, organisation=watch, admitted_at=clock.now()
        ),
        "glebs_application": _application(circle, gleb, roots),
        "eves_application": _application(circle, people["eve"], roots),
        "paper": _document(circle, dmitri),
        "public_paper": _document(circle, dmitri, file=True, is_public=True),
        "away_paper": _document(circle, gleb, is_public=True, put_away_at=clock.now()),
        "post": _post(circle, dmitri),
        "hidden_post": _post(circle, gleb, is_public=True, standing=Standing.HIDDEN),
        "gone_post": Post.objects.create(
            group=circle,
            person=gleb,
            is_public=True,
            standing=Standing.TAKEN_BACK,
            posted_at=clock.now(),
        ),
        **_commented(circle, dmitri, gleb),
    }


def paper_bodies(places: dict[str, UUID]) -> dict[str, dict[str, Any]]:
    """Return what forms and requests about these say."""
    english = {"source_language": "en", "edition": "1"}
    facts = {"quorum_each_side": "1", "quorum_percent": "50"}
    return {
        "group_settings": {"name_en": "Rivers", **facts, **english},
        "hand_over": {"membership": str(places["boris"]), "email": "dmitri@people.example"},
        "admit_gleb": {"application": str(places["glebs_application"]), "answer": "admit"},
        "refuse_gleb": {
            "application": str(places["glebs_application"]),
            "answer": "refuse",
            "reason": "Full",
        },
        "house": {"organisation": str(places["house"])},
        "confirmation": {
            "membership": str(places["unconfirmed"]),
            "organisation": str(places["named_house"]),
        },
        "application_note": {"note": "We plant trees"},
        "eves_application": {"application": str(places["eves_application"])},
        "colleague": {"email": "galina@people.example"},
        "new_document": {"title_en": "Rules", "text_en": "Be kind", "source_language": "en"},
        "paper_title": {"title_en": "Renamed", **english},
        "paper_text": {"text_en": "Be kinder", **english},
        "paper_file": {"file": _Upload("rules.txt", b"Other rules\n"), "seen": "1"},
        "new_post": {"title_en": "News", "text_en": "We planted trees", **english},
        "comment": {"text": "Well done", "language": "en"},
    }


def _application(circle: Group, person: Person, organisation: Any) -> Application:
    return Application.objects.create(
        group=circle,
        person=person,
        organisation=organisation,
        note="We plant trees",
        note_language="en",
        applied_at=clock.now(),
    )


def _document(circle: Group, by: Person, *, file: bool = False, **more: Any) -> Document:
    now = clock.now()
    made = Document.objects.create(
        group=circle, title_en="Draft", added_by=by, added_at=now, revised_at=now, **more
    )
    revision = Revision(document=made, number=1, at=now, by=by, note_language="en")
    if file:
        revision.file_name, revision.file_kind, revision.size = "rules.txt", "txt", len(_FILE)
        revision.file.save("rules", SimpleUploadedFile("rules", _FILE), save=False)
    else:
        revision.text_en = "Be good"
    revision.save()
    return made


def _post(circle: Group, by: Person, **more: Any) -> Post:
    texts = {"title_en": "Trees", "text_en": "We plant trees"}
    return Post.objects.create(group=circle, person=by, posted_at=clock.now(), **texts, **more)


def _commented(circle: Group, dmitri: Person, gleb: Person) -> dict[str, Model]:
    post = _post(circle, dmitri, is_public=True)
    said = {"post": post, "language": "en", "at": clock.now()}
    hidden = {"standing": Standing.HIDDEN, "text": "Rubbish"}
    return {
        "public_post": post,
        "comment": Comment.objects.create(person=dmitri, text="Thanks", **said),
        "hidden_comment": Comment.objects.create(person=gleb, **hidden, **said),
    }
